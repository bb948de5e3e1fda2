"""工作日历 Calendar.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import Literal, TypedDict, final

from credit_window_client.forms import File
from credit_window_client.group import Group
from credit_window_client.operations.repair_cases import CountedDayAnswer
from credit_window_client.requests import Day, Request, new_key


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


class CalendarOperations(Group):
    """`client.calendar`: its operations."""

    def get(self, *, year: int | None = None) -> YearAnswer:
        """Every day of a year; a year whose notice is not out yet is computed and provisional.

        `GET /calendar`
        """
        request = Request("GET", "/calendar", query={"year": year})
        answer: YearAnswer = self._json(request)
        return answer

    def import_notice(
        self, *, file: File, source: str | None = None, idempotency_key: str | None = None
    ) -> CalendarImportAnswer:
        """Import a year's notice and count all open clocks anew; the same notice changes nothing.

        `POST /calendar`
        """
        request = Request(
            "POST",
            "/calendar",
            form={"source": source, "file": file},
            key=idempotency_key or new_key(),
        )
        answer: CalendarImportAnswer = self._json(request)
        return answer

    def count(self, *, received_on: Day, days: int) -> WorkingAnswer:
        """Where a term of so many working days ends, day by day.

        `GET /calendar/count`
        """
        request = Request(
            "GET", "/calendar/count", query={"received_on": received_on, "days": days}
        )
        answer: WorkingAnswer = self._json(request)
        return answer
