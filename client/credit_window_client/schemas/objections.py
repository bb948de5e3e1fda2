"""异议 Objections.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import Any, Literal, NotRequired, TypedDict, final

from credit_window_client.schemas.enterprises import Need
from credit_window_client.schemas.repair_cases import (
    Action,
    CaseLinks,
    CaseRecord,
    CaseSubject,
    Clock,
    DocumentAnswer,
    Effect,
    Event,
    Letter,
)


@final
class CreditMatter(TypedDict):
    topic: Literal["record", "check", "repair"]
    reference: str
    ground: str
    ground_name: str
    statement: str
    wanted: str
    remedy: str | None
    """成立后的处理方式"""
    remedy_name: str | None


@final
class CreditObjectionSummary(TypedDict):
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
    matter: CreditMatter


@final
class CreditObjectionsAnswer(TypedDict):
    items: list[CreditObjectionSummary]
    next_cursor: str | None


@final
class WindowVisitor(TypedDict):
    reference: str
    """授权委托书编号；本人或者法定代表人到场的，填“本人”"""
    id_shown: bool
    """已核对来人的身份证件原件"""
    by_agent: NotRequired[bool]
    """来人是受托人"""


@final
class CreditObjectionAnswer(TypedDict):
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
    matter: CreditMatter
