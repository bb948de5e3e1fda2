"""积分异议 Objections to points entries.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import TypedDict, final

from credit_window_client.schemas.repair_cases import Action, CaseLinks, Clock, Event


@final
class DisputeSummary(TypedDict):
    number: str
    title: str
    """对什么有异议"""
    decided_by: str
    """由哪个社区答复"""
    state: str
    state_name: str
    version: int
    open: bool
    owner: str
    """轮到谁办理"""
    owner_name: str
    outcome: str | None
    outcome_name: str | None
    due_on: str | None
    alarm: str
    """none、amber 或 red"""
    created_at: str
    decided_at: str | None
    closed_at: str | None
    links: CaseLinks


@final
class DisputesAnswer(TypedDict):
    items: list[DisputeSummary]
    next_cursor: str | None


@final
class DisputeAnswer(TypedDict):
    number: str
    title: str
    """对什么有异议"""
    decided_by: str
    """由哪个社区答复"""
    state: str
    state_name: str
    version: int
    open: bool
    owner: str
    """轮到谁办理"""
    owner_name: str
    outcome: str | None
    outcome_name: str | None
    due_on: str | None
    alarm: str
    """none、amber 或 red"""
    created_at: str
    decided_at: str | None
    closed_at: str | None
    links: CaseLinks
    hint: str
    """接下来会发生什么"""
    matter: str
    """显示所涉事项的页面地址"""
    actions: list[Action]
    clocks: list[Clock]
    events: list[Event]
