"""办件统计 Case figures.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import NotRequired, TypedDict, final


@final
class MonthAnswer(TypedDict):
    month: NotRequired[str]
    received: NotRequired[int]
    granted: NotRequired[int]
    refused: NotRequired[int]
    withdrawn: NotRequired[int]


@final
class LoadAnswer(TypedDict):
    case_type: NotRequired[str]
    state: NotRequired[str]
    open: NotRequired[int]
    overdue: NotRequired[int]


@final
class StepAnswer(TypedDict):
    case_type: NotRequired[str]
    clock: NotRequired[str]
    met: NotRequired[int]
    missed: NotRequired[int]
    on_time: NotRequired[float]
    """按时的比例，0 到 1"""
    median_days: NotRequired[float]
    """办理所用工作日的中位数"""
    days_given: NotRequired[int]


@final
class ReasonAnswer(TypedDict):
    reason: NotRequired[str]
    count: NotRequired[int]


CaseFiguresAnswer = TypedDict(
    "CaseFiguresAnswer",
    {
        "from": "NotRequired[str]",
        "to": "NotRequired[str]",
        "received": "NotRequired[int]",
        "granted": "NotRequired[int]",
        "on_time": "NotRequired[float | None]",
        "months": "NotRequired[list[MonthAnswer]]",
        "load": "NotRequired[list[LoadAnswer]]",
        "steps": "NotRequired[list[StepAnswer]]",
        "reasons": "NotRequired[list[ReasonAnswer]]",
    },
)
