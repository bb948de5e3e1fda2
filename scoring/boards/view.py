"""All that a page of boards shows, read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scoring.boards.area_map import Rows, rows_of
from scoring.boards.asking import Asked, BoardLevel, ask, require_dimension
from scoring.boards.dimensions import Dimension, dimensions_on
from scoring.boards.neighbourhood import spots_at
from scoring.boards.period import Period
from scoring.boards.reading import Board, standings, trend
from scoring.boards.scores import PlaceScore, Scores, scores
from scoring.boards.story import Sentence, tell
from scoring.boards.week import changes
from scoring.communities.models import Community, Level, Member, MemberState
from scoring.communities.scope import own_membership
from service import clock


@dataclass(frozen=True)
class View:
    """One page of boards."""

    community: Community
    asked: Asked
    dimensions: list[Dimension]
    scores: Scores
    board: Board
    trend: list[tuple[Period, int]]
    week: Period
    story: list[Sentence]
    map_level: Level
    map_rows: Rows

    @property
    def whole(self) -> PlaceScore:
        """The community."""
        return self.scores.whole

    @property
    def map_places(self) -> list[PlaceScore]:
        """What the map shows, joined places once."""
        return self.scores.places[self.map_level]


def question(community: Community, given: Mapping[str, Any]) -> tuple[Asked, list[Dimension]]:
    """What was asked, and the dimensions there were on the last of its days.

    Those of a later catalogue change nothing about a past board. Raises `InvalidInput`.
    """
    asked = ask(**given, today=clock.today())
    _, last = asked.covered
    dimensions = dimensions_on(community.code, last)
    require_dimension(asked, (one.code for one in dimensions))
    return asked, dimensions


def asking_member(community: Community) -> Member | None:
    """The resident who asks, when it is one who takes part in this community."""
    member = own_membership()
    if member is None or member.community_code != community.code:
        return None
    return member if member.state == MemberState.active else None


def view(
    community: Community, asked: Asked, dimensions: list[Dimension], *, public: bool = False
) -> View:
    """Read everything a page shows; a `public` one marks nobody as the one who asks."""
    found = scores(community, asked, [one.code for one in dimensions])
    _, last = asked.covered
    news = changes(found.neighbourhood, last, asked.today, dimensions)
    level = _map_level(found, asked)

    def score_of(spot: Any) -> PlaceScore | None:
        return found.of(level, spot.id)

    return View(
        community,
        asked,
        dimensions,
        found,
        standings(community, asked, found, None if public else asking_member(community)),
        trend(community, asked) if found.shown else [],
        news.week,
        tell(news) if found.shown else [],
        level,
        rows_of(spots_at(found.neighbourhood.spots.values(), level), score_of),
    )


def _map_level(found: Scores, asked: Asked) -> Level:
    """Grids where grids are asked for or there are no buildings, else buildings."""
    there = found.neighbourhood.levels
    if asked.level is BoardLevel.grid or Level.building not in there:
        return Level.grid
    return Level.building
