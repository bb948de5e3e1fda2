"""个人信息权利请求 Requests about own data.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import Any, Literal, TypedDict, final

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
class RightsAsked(TypedDict):
    kind: Literal["explanation", "human_decision", "correction", "erasure", "restriction", "copy"]
    kind_name: str
    asker: str
    """请求人，掩码"""
    person: str
    """所涉的人，掩码"""
    kin: str | None
    check: str | None
    record: int | None
    statement: str


@final
class RightsSummary(TypedDict):
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
    request: RightsAsked


@final
class RightsListAnswer(TypedDict):
    items: list[RightsSummary]
    next_cursor: str | None


@final
class RightsVisitor(TypedDict):
    name: str
    id_type: str
    id_number: str
    document_seen: bool
    """已核对证件原件，人证一致"""


@final
class RightsAnswer(TypedDict):
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
    request: RightsAsked
