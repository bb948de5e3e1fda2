"""年度统计 The year in figures.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import TypedDict, final

from credit_window_client.group import Group
from credit_window_client.requests import Day, Request


@final
class ReportMonth(TypedDict):
    month: str
    value: int
    last_year: int


@final
class SliceAnswer(TypedDict):
    code: str
    name: str
    value: int
    last_year: int
    page: str | None
    """列出所计事项的页面"""


@final
class BreakdownAnswer(TypedDict):
    code: str
    name: str
    slices: list[SliceAnswer]


@final
class FigureAnswer(TypedDict):
    code: str
    name: str
    unit: str
    value: int
    last_year: int
    change_percent: float | None
    months: list[ReportMonth]
    breakdowns: list[BreakdownAnswer]
    page: str | None


@final
class RateAnswer(TypedDict):
    code: str
    name: str
    met: int
    of: int
    percent: float | None
    last_year_percent: float | None
    page: str | None


@final
class ChapterAnswer(TypedDict):
    code: str
    name: str
    figures: list[FigureAnswer]
    rates: list[RateAnswer]
    text: list[str]


StatisticsAnswer = TypedDict(
    "StatisticsAnswer",
    {
        "from": "str",
        "to": "str",
        "totals": "dict[str, int]",
        "chapters": "list[ChapterAnswer]",
    },
)


class StatisticsOperations(Group):
    """`client.statistics`: its operations."""

    def get(self, *, from_: Day | None = None, to: Day | None = None) -> StatisticsAnswer:
        """Reviews, queries, repairs, participation: each beside the year before; nobody is named.

        `GET /statistics`
        """
        request = Request("GET", "/statistics", query={"from": from_, "to": to})
        answer: StatisticsAnswer = self._json(request)
        return answer
