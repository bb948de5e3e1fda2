"""工作日历 Calendar.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import Literal, TypedDict, final

from credit_window_client.schemas.repair_cases import CountedDayAnswer


@final
class DayAnswer(TypedDict):
    day: str
    kind: Literal["work", "rest", "holiday", "swapped"]
    kind_name: str
    is_work: bool
    name: str
    """节日名称，没有时为空"""
    provisional: bool


@final
class YearAnswer(TypedDict):
    year: int
    version: int
    """日历的版本，每次导入加大"""
    edition: int | None
    provisional: bool
    """通知未公布，按法定节假日推算"""
    source: str
    evidence: str
    working_days: int
    days: list[DayAnswer]


@final
class ClockCounts(TypedDict):
    recomputed: int
    moved: int
    confirmed: int
    unchanged: int


@final
class AffectedAnswer(TypedDict):
    case: str
    clock: str
    due_before: str
    due_on: str
    provisional: bool


@final
class CalendarImportAnswer(TypedDict):
    year: int
    source: str
    version: int
    state: Literal["new", "changed", "unchanged"]
    days: int
    off: int
    work: int
    clocks: ClockCounts
    affected: list[AffectedAnswer]


@final
class WorkingAnswer(TypedDict):
    due_on: str
    provisional: bool
    days: list[CountedDayAnswer]
