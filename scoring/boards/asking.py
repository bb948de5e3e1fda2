"""What a board is asked for: level, dimension, period and day, checked against what there is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from scoring.boards.period import YEARS, Period, PeriodKind, parse_period, period_of
from service.messages import Message, msg
from service.problems import FieldError, InvalidInput

ALL_DIMENSIONS = "all"


class BoardLevel(StrEnum):
    """Whose points are set side by side."""

    member = "member"
    household = "household"
    unit = "unit"
    building = "building"
    grid = "grid"
    community = "community"


LEVEL_NAMES = {
    BoardLevel.member: msg("成员"),
    BoardLevel.household: msg("家庭"),
    BoardLevel.unit: msg("单元"),
    BoardLevel.building: msg("楼幢"),
    BoardLevel.grid: msg("网格"),
    BoardLevel.community: msg("社区"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to the ledger."""

    level: BoardLevel
    dimension: str | None
    """None for all together."""
    period: Period
    as_of: date
    today: date

    @property
    def covered(self) -> tuple[date, date]:
        """First and last day of what counts."""
        return self.period.first, min(self.as_of, self.period.last)

    @property
    def over(self) -> bool:
        """True when the whole period counts."""
        return self.as_of >= self.period.last

    @property
    def elapsed(self) -> int:
        """Days of the period that count."""
        return self.period.elapsed(self.as_of)


def ask(
    *,
    level: str,
    dimension: str,
    period: str | None,
    as_of: date | None,
    today: date,
) -> Asked:
    """The question, with what was left open filled in: this month, as of today.

    Raises `InvalidInput` naming the field.
    """
    day = as_of or today
    if day > today:
        raise _bad("as_of", msg("截至日期不能晚于今天。"))
    if day.year not in YEARS:
        raise _bad("as_of", msg("截至日期不能早于{year}年，请核对年份。", year=YEARS.start))
    asked = parse_period(period) if period else period_of(PeriodKind.month, day)
    if asked.first > today:
        raise _bad("period", msg("这个时段还没有开始。"))
    if day < asked.first:
        raise _bad("as_of", msg("截至日期早于所选时段，请改选时段或日期。"))
    return Asked(
        BoardLevel(level), None if dimension == ALL_DIMENSIONS else dimension, asked, day, today
    )


def require_dimension(asked: Asked, dimensions: Iterable[str]) -> None:
    """Refuse a dimension that is none of those of the days asked about. Raises `InvalidInput`."""
    known = [ALL_DIMENSIONS, *dimensions]
    if (asked.dimension or ALL_DIMENSIONS) not in known:
        raise _bad("dimension", msg("没有这个维度，可选：{known}。", known=", ".join(known)))


def _bad(field: str, text: Message) -> InvalidInput:
    return InvalidInput(text, errors=[FieldError(field, f"bad-{field.replace('_', '-')}", text)])
