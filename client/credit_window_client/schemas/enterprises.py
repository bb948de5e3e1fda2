"""信用记录 Records.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import Literal, NotRequired, TypedDict, final


@final
class Supplement(TypedDict):
    case: str
    on: str
    text: str


@final
class Hindrance(TypedDict):
    code: str
    message: str
    remedy: str | None


@final
class Need(TypedDict):
    key: str
    """材料种类，每条记录一份的附记录编号"""
    kind: str
    record_id: int | None
    title: str
    hint: str
    article: str
    evidence: str
    state: str
    """there 已交；missing 待交；in_house 本窗口自行调取，无须提交"""


@final
class RecordAnswer(TypedDict):
    id: int
    kind: str
    status: str
    status_statement: str | None
    authority: str
    decision_number: str | None
    title: str | None
    violation: str | None
    content: str | None
    penalty_kinds: list[str]
    fine: float | None
    confiscated: float | None
    decided_on: str | None
    published_on: str | None
    final_on: str | None
    removed_on: str | None
    simple_procedure: bool
    disputed: bool
    """异议办理中"""
    supplements: list[Supplement]
    tier: str | None
    tier_rule: str | None
    tier_reason: str
    tier_manual: bool
    tier_may_differ: bool
    """认定单位公布的分档标准可能改变档次"""
    published_until_min: str | None
    published_until_max: str | None
    repairable_from: str | None
    not_repairable_because: str | None
    retain_until: str | None
    version: int
    case_type: NotRequired[str | None]
    """修复该记录的办件类型；没有时不能修复"""
    can_be_repaired: NotRequired[bool]
    """今天是否可以提出修复申请"""
    hindrances: NotRequired[list[Hindrance]]
    checklist: NotRequired[list[Need]]
    open_case: NotRequired[str | None]
    """正在办理的修复办件编号"""


@final
class HonourAnswer(TypedDict):
    id: int
    name: str | None
    authority: str
    decision_number: str | None
    awarded_on: str | None
    valid_until: str | None


@final
class MeasureBasisAnswer(TypedDict):
    level: str
    doc: str
    article: str


@final
class Applying(TypedDict):
    number: str
    kind: str
    name: str
    name_en: str | None
    content: str
    department: str
    legal_basis: list[MeasureBasisAnswer]
    published_url: str | None
    record_id: int
    since: str
    until: str | None


@final
class EnterpriseAnswer(TypedDict):
    code: str
    name: str
    kind: str
    code_doubts: list[str]
    records: list[RecordAnswer]
    """不良信息，分页"""
    honours: list[HonourAnswer]
    """守信信息，不计入核查"""
    measures: list[Applying]
    """今天适用的激励与约束措施"""
    next_cursor: str | None


@final
class CreditReportSubject(TypedDict):
    name: str
    code: str
    kind: str


@final
class QueryBasis(TypedDict):
    kind: Literal["authorisation", "sharing", "publicity"]
    """authorisation 本人授权；sharing 部门共享；publicity 依法公示"""
    reference: NotRequired[str]
    """授权书编号（SQ…）或共享所依据的职责文号；公示查询不填"""


@final
class CreditReportPair(TypedDict):
    zh: str
    en: str


@final
class CreditReportLine(TypedDict):
    label: CreditReportPair
    value: str


@final
class CreditReportEntry(TypedDict):
    title: str
    lines: list[CreditReportLine]
    marks: list[str]
    adverse: bool
    statement: str | None
    reference: str
    """记录编号，可据以提出异议"""


@final
class CreditReportSection(TypedDict):
    code: str
    title: CreditReportPair
    entries: list[CreditReportEntry]
    statement: str | None
    """空的部分写“查询期内无相关信息”"""


@final
class CreditReportMeaning(TypedDict):
    mark: str
    text: CreditReportPair


@final
class CreditReportAnswer(TypedDict):
    number: str
    query: str
    """查询编号"""
    issued_at: str
    as_of: str
    subject: CreditReportSubject
    basis: QueryBasis
    adverse: int
    sections: list[CreditReportSection]
    legend: list[CreditReportMeaning]
    remedies: list[CreditReportPair]
    notes: list[CreditReportPair]
    standing: Literal["current", "grown", "outdated"]
    """current 与今天在册一致；grown 今天另有可告知的信息"""
    pdf_url: str
    verify_url: str
