"""信用修复 Credit repair.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import Any, Literal, NotRequired, TypedDict, final

from credit_window_client.schemas.enterprises import Need


@final
class CaseSubject(TypedDict):
    code: str
    name: str


@final
class CaseLinks(TypedDict):
    self: str
    page: str


@final
class CaseSummary(TypedDict):
    number: str
    case_type: str
    case_type_name: str
    state: str
    state_name: str
    version: int
    open: bool
    owner: str
    """轮到谁办理"""
    owner_name: str
    outcome: str | None
    outcome_name: str | None
    subject: CaseSubject
    authority: str
    """认定单位"""
    channel: str
    due_on: str | None
    alarm: str
    """none、amber 或 red"""
    created_at: str
    submitted_at: str | None
    decided_at: str | None
    closed_at: str | None
    links: CaseLinks


@final
class CasesAnswer(TypedDict):
    items: list[CaseSummary]
    next_cursor: str | None


@final
class Authorisation(TypedDict):
    reference: str
    """授权委托书编号，或“法定代表人本人”"""
    by_agent: NotRequired[bool]
    """来人不是法定代表人，须另附授权委托书"""


@final
class CaseRecord(TypedDict):
    id: int
    kind: str
    status: str
    disputed: bool
    """异议办理中"""
    decision_number: str | None
    title: str | None
    authority: str
    decided_on: str | None
    tier: str | None
    published_until_max: str | None
    repairable_from: str | None


@final
class Field(TypedDict):
    name: str
    label: str
    kind: str
    required: bool
    choices: list[str]
    choice_names: list[str]
    """choices 的名称，次序相同"""
    chars_max: int


@final
class Action(TypedDict):
    code: str
    name: str
    article: str
    reason: str
    """none、optional 或 required"""
    prepared_reasons: list[str]
    fields: list[Field]
    confirm: bool


@final
class CountedDayAnswer(TypedDict):
    day: str
    kind: Literal["work", "rest", "holiday", "swapped"]
    kind_name: str
    is_work: bool
    name: str
    """节日名称，没有时为空"""
    provisional: bool
    number: int | None
    """第几个工作日；不计入时为空"""
    paused: bool


@final
class Clock(TypedDict):
    kind: str
    name: str
    state: str
    days: int
    """工作日，含延长"""
    received_on: str
    due_on: str
    """暂停计时的，为申请人现在补齐时的到期日"""
    amber_on: str
    provisional: bool
    calendar_version: int
    article: str
    evidence: str
    started_at: str
    ended_at: str | None
    working: list[CountedDayAnswer]


@final
class DocumentAnswer(TypedDict):
    id: str
    kind: Literal[
        "performance_proof",
        "commitment",
        "identity",
        "authorisation",
        "court_ruling",
        "statement",
        "evidence",
        "review_answer",
        "other",
    ]
    record_id: int | None
    filename: str
    media_type: Literal["application/pdf", "image/jpeg", "image/png"]
    size: int
    """字节"""
    sha256: str
    pages: int | None
    scan: Literal["clean", "unchecked"]
    """clean 已查毒；unchecked 本机构未安装查毒程序"""
    uploaded_by: str
    uploaded_at: str
    may_withdraw: bool
    url: str


@final
class Effect(TypedDict):
    id: str
    case: str
    record_id: int
    effect: str
    effect_name: str
    target: str
    target_name: str
    state: Literal["pending", "manual", "confirmed", "dead", "superseded"]
    state_name: str
    attempts: int
    requested_at: str
    next_at: NotRequired[str | None]
    confirmed_at: NotRequired[str | None]
    confirmed_by: NotRequired[str | None]
    last_error: NotRequired[str | None]
    last_error_text: NotRequired[str | None]
    receipt: NotRequired[dict[str, Any] | None]


@final
class Letter(TypedDict):
    number: str
    kind: str
    issued_by: str
    issued_at: str
    href: str
    verify: str


@final
class Event(TypedDict):
    version: int
    action: str
    name: str
    from_state: str | None
    to_state: str
    party: str
    party_name: str
    actor: str
    unit: str
    reason: str | None
    fields: dict[str, Any]
    at: str


@final
class CaseAnswer(TypedDict):
    number: str
    case_type: str
    case_type_name: str
    state: str
    state_name: str
    version: int
    open: bool
    owner: str
    """轮到谁办理"""
    owner_name: str
    outcome: str | None
    outcome_name: str | None
    subject: CaseSubject
    authority: str
    """认定单位"""
    channel: str
    due_on: str | None
    alarm: str
    """none、amber 或 red"""
    created_at: str
    submitted_at: str | None
    decided_at: str | None
    closed_at: str | None
    links: CaseLinks
    hint: str
    """接下来会发生什么"""
    definition_version: int
    fields: dict[str, Any]
    relates_to: str | None
    records: list[CaseRecord]
    actions: list[Action]
    clocks: list[Clock]
    checklist: list[Need]
    documents: list[DocumentAnswer]
    effects: list[Effect]
    letters: list[Letter]
    events: list[Event]


@final
class BulkItem(TypedDict):
    number: str
    done: bool
    state: str | None
    problem: dict[str, Any] | None


@final
class BulkAnswer(TypedDict):
    done: int
    refused: int
    items: list[BulkItem]


@final
class DocumentsAnswer(TypedDict):
    items: list[DocumentAnswer]
