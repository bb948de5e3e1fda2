"""年度统计 The year in figures.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import TypedDict, final


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
