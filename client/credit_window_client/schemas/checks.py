"""信用核查 Credit checks.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import Literal, NotRequired, TypedDict, final


@final
class Subject(TypedDict):
    name: str
    """姓名或名称"""
    id_type: Literal[
        "uscc",
        "resident_id",
        "hmt_residence_permit",
        "foreign_permanent_residence",
        "hm_travel_permit",
        "tw_travel_permit",
        "passport",
    ]
    id_number: str
    """证件号码，全角、小写、空格均可"""


@final
class Basis(TypedDict):
    kind: Literal["authorisation", "sharing"]
    reference: str
    """授权书编号或共享依据文号"""


@final
class MaskedSubject(TypedDict):
    name: str
    id_type: str
    id_number: str
    kind: str


@final
class Fact(TypedDict):
    record_id: int
    kind: str
    decision_number: NotRequired[str]
    authority: NotRequired[str]
    decided_on: NotRequired[str | None]
    rule: NotRequired[str]
    rule_name: NotRequired[str]
    article: NotRequired[str]
    counted: bool
    points: float
    reason: NotRequired[str | None]
    explanation: NotRequired[str | None]
    counts_until: NotRequired[str | None]


@final
class RuleSet(TypedDict):
    id: int
    code: str
    version: int
    name: str
    demonstration: bool
    source: str


@final
class CheckAnswer(TypedDict):
    number: str
    purpose: str
    subject: MaskedSubject
    basis: Basis
    as_of: str
    outcome: Literal["passed", "negative", "held"]
    on_file: bool
    points: float
    total: float
    final: bool
    under_objection: bool
    """结果或者所计入的记录正在异议办理中"""
    hold_reasons: list[str]
    facts: list[Fact]
    counterfactuals: list[str]
    explanation: list[str]
    rule_set: RuleSet
    created_at: str
    created_by: str
    reviewed_by: NotRequired[str | None]
    reviewed_at: NotRequired[str | None]
    supersedes: NotRequired[str | None]
    superseded_by: NotRequired[str | None]
    certificate_url: NotRequired[str | None]
    verify_url: str
