"""Boards as of any day, read from kept totals by few statements.

Points are those posted in the period up to and with the day asked about, so a board of a past day
never changes. Names are of those who take part today: who left is named no more.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.boards.asking import Asked, BoardLevel
from scoring.boards.course import points_over
from scoring.boards.limits import TOP_DEFAULT, TOP_MAX, TREND_PERIODS
from scoring.boards.members import read_people
from scoring.boards.neighbourhood import home_path
from scoring.boards.period import Period, last_periods
from scoring.boards.ranking import Scored, Standing, ranked
from scoring.boards.scores import PlaceScore, Scores
from scoring.boards.spans import now_and_before
from scoring.communities.models import Community, Level, Member
from service.messages import Message, named


@dataclass(frozen=True)
class Line:
    """One line of a board."""

    standing: Standing[int]
    name: Message
    mine: bool = False
    """Of the one who asks."""
    where: PlaceScore | None = None
    """For boards of places."""


@dataclass(frozen=True)
class Board:
    """The first ones, and where the one who asks stands."""

    lines: list[Line]
    sharing: int = 0
    """How many more have the same points as the last line."""
    own: Line | None = None
    own_shown: bool = True
    """False when the one who asks agreed to no board: only they see this line."""

    @property
    def own_below(self) -> bool:
        """True when the one who asks stands below the lines shown, or on no board."""
        return self.own is not None and not any(line.mine for line in self.lines)


def standings(
    community: Community, asked: Asked, found: Scores, member: Member | None = None
) -> Board:
    """The board asked for; `member` is the resident who asks, if it is one."""
    if asked.level in (BoardLevel.member, BoardLevel.household):
        return _people(community, asked, member)
    if not found.shown:
        return Board([])
    level = Level(asked.level)
    places = [found.whole] if level is Level.community else found.places[level]
    return _places(places, asked, _home(found, level, member), top_of(community))


def trend(
    community: Community, asked: Asked, count: int = TREND_PERIODS
) -> list[tuple[Period, int]]:
    """Points of the community in the last periods; the last of them as of the day asked about."""
    periods = last_periods(asked.period, count)
    whole, _ = now_and_before(asked.period, asked.as_of, asked.today)
    ranges = [*((one.first, one.last) for one in periods[:-1]), whole]
    return list(zip(periods, points_over(community.code, ranges, asked.dimension), strict=True))


def top_of(community: Community) -> int:
    """How many lines the community's boards have."""
    wanted = community.settings.get("board_top", TOP_DEFAULT)
    return min(max(int(wanted), 1), TOP_MAX)


def _people(community: Community, asked: Asked, member: Member | None) -> Board:
    own = None
    if member is not None:
        own = member.id if asked.level is BoardLevel.member else member.household_id
    people = read_people(
        asked.level,
        community.code,
        now_and_before(asked.period, asked.as_of, asked.today),
        dimension=asked.dimension,
        own=own,
        me=member.id if member is not None else None,
        top=top_of(community),
    )
    lines = [Line(one, named(one.name, ""), one.key == own) for one in people.lines]
    mine = Line(people.own, named(people.own.name, ""), mine=True) if people.own else None
    return Board(lines, people.sharing, mine, people.own_shown)


def _places(places: Sequence[PlaceScore], asked: Asked, home: int | None, top: int) -> Board:
    standing = ranked(
        Scored(
            index,
            str(place.name),
            place.now.points[asked.dimension],
            place.before.points[asked.dimension],
        )
        for index, place in enumerate(places)
    )
    lines = [Line(one, places[one.key].name, one.key == home, places[one.key]) for one in standing]
    shown, rest = lines[:top], lines[top:]
    last = shown[-1].standing.points if shown else 0
    sharing = sum(line.standing.points == last for line in rest)
    return Board(shown, sharing, next((line for line in lines if line.mine), None))


def _home(found: Scores, level: Level, member: Member | None) -> int | None:
    """Which of the places the resident who asks lives in, by its position."""
    if member is None or member.household_id is None:
        return None
    if level is Level.community:
        return 0
    path = home_path(member.household_id)
    group = found.neighbourhood.group_at(level, path) if path else None
    places = found.places[level]
    return next((at for at, place in enumerate(places) if place.group is group), None)
