"""信用核查 Credit checks.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from collections.abc import Sequence
from typing import Literal, NotRequired, TypedDict, final

from credit_window_client.answers import Download
from credit_window_client.group import Group
from credit_window_client.requests import Day, Request, address, new_key


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


class ChecksOperations(Group):
    """`client.checks`: its operations."""

    def create(
        self,
        *,
        purpose: Literal["school_admission", "residence_registration", "enterprise_review"],
        subject: Subject,
        basis: Basis,
        as_of: Day | None = None,
        idempotency_key: str | None = None,
    ) -> CheckAnswer:
        """Check one subject. A negative or held result waits for a reviewer.

        `POST /checks`
        """
        request = Request(
            "POST",
            "/checks",
            json={"purpose": purpose, "subject": subject, "basis": basis, "as_of": as_of},
            key=idempotency_key or new_key(),
        )
        answer: CheckAnswer = self._json(request)
        return answer

    def get(self, number: str) -> CheckAnswer:
        """A check as it was frozen.

        `GET /checks/{number}`
        """
        request = Request("GET", address("/checks/{}", number))
        answer: CheckAnswer = self._json(request)
        return answer

    def confirm(
        self,
        number: str,
        *,
        note: str | None = None,
        identity_confirmed: bool | None = None,
        own_records: Sequence[int] | None = None,
        idempotency_key: str | None = None,
    ) -> CheckAnswer:
        """Confirm a negative result, or answer what held a check (then a new check replaces it).

        `POST /checks/{number}/confirm`
        """
        request = Request(
            "POST",
            address("/checks/{}/confirm", number),
            json={
                "note": note,
                "identity_confirmed": identity_confirmed,
                "own_records": own_records,
            },
            key=idempotency_key or new_key(),
        )
        answer: CheckAnswer = self._json(request)
        return answer

    def recheck(self, number: str, *, idempotency_key: str | None = None) -> CheckAnswer:
        """Check the same subject again by today's data; once final, it supersedes this check.

        `POST /checks/{number}/recheck`
        """
        request = Request(
            "POST", address("/checks/{}/recheck", number), key=idempotency_key or new_key()
        )
        answer: CheckAnswer = self._json(request)
        return answer

    def certificate_pdf(self, number: str) -> Download:
        """The signed certificate of a final result.

        `GET /checks/{number}/certificate.pdf`
        """
        request = Request("GET", address("/checks/{}/certificate.pdf", number))
        return self._download(request)
