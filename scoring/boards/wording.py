"""How the pages of boards name things."""

from collections.abc import Iterable

from scoring.boards.asking import ALL_DIMENSIONS, LEVEL_NAMES, BoardLevel
from scoring.boards.dimensions import Dimension
from scoring.boards.limits import PERIODS_OFFERED
from scoring.boards.neighbourhood import Neighbourhood
from scoring.boards.period import MONTHS, Period, PeriodKind, last_periods, period_of
from scoring.boards.ranking import Move, Standing
from scoring.boards.view import View
from scoring.communities.models import Level
from service.messages import Message, msg, named

SCORED_LEVELS = (Level.community, Level.grid, Level.building, Level.unit)
PART_NAMES = {
    "participation": msg("参与面"),
    "points": msg("户均积分"),
    "breadth": msg("均衡度"),
    "trend": msg("进步"),
}
ARROWS = {Move.up: "↑", Move.down: "↓", Move.same: "="}


def move_words(standing: Standing[int]) -> Message:
    """How a place moved, in words."""
    match standing.move:
        case Move.up:
            return msg("上升 {steps} 位", steps=standing.steps)
        case Move.down:
            return msg("下降 {steps} 位", steps=standing.steps)
        case Move.same:
            return msg("与上期同位")
        case Move.new:
            return msg("新上榜")


def move_sign(standing: Standing[int]) -> Message:
    """The same as a sign and a number, for the picture."""
    if standing.move is Move.new:
        return msg("新")
    return named(ARROWS[standing.move] + (str(standing.steps) if standing.steps else ""), "")


def level_options(neighbourhood: Neighbourhood) -> list[tuple[str, Message]]:
    """The levels this community's boards can be asked for."""
    there = {BoardLevel.member, BoardLevel.household, *map(BoardLevel, neighbourhood.levels)}
    return [(level, name) for level, name in LEVEL_NAMES.items() if level in there]


def dimension_options(dimensions: Iterable[Dimension]) -> list[tuple[str, Message]]:
    """All together, then each."""
    return [(ALL_DIMENSIONS, msg("全部维度")), *((one.code, one.name) for one in dimensions)]


def period_options(view: View) -> list[tuple[str, Message]]:
    """The latest periods of each kind, and the one shown."""
    offered = [
        period
        for kind, count in PERIODS_OFFERED.items()
        for period in reversed(last_periods(period_of(PeriodKind(kind), view.asked.today), count))
    ]
    if view.asked.period not in offered:
        offered.insert(0, view.asked.period)
    return [(period.code, period.name) for period in offered]


def dimension_name(view: View) -> Message:
    """The dimension shown."""
    wanted = view.asked.dimension
    return next((one.name for one in view.dimensions if one.code == wanted), msg("全部维度"))


def short_name(period: Period) -> Message:
    """Of a period, under a line."""
    match period.kind:
        case PeriodKind.week:
            return msg("{week}周", week=period.first.isocalendar().week)
        case PeriodKind.month:
            month = period.first.month
            return named(f"{month}月", MONTHS[month][:3])
        case PeriodKind.quarter:
            return msg("{quarter}季", quarter=period.code[-1])
        case PeriodKind.year:
            return named(str(period.first.year), "")
