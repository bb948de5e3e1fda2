"""REST of boards."""

from typing import Any

from scoring.boards.asking import ALL_DIMENSIONS
from scoring.boards.columns import columns_of
from scoring.boards.reading import Board, Line, standings
from scoring.boards.schemas import BoardAnswer, BoardArguments
from scoring.boards.scores import PlaceScore, scores
from scoring.boards.view import asking_member, question
from scoring.communities.scope import community_here
from service.access import allow
from service.api.errors import say
from service.api.shell import api_blueprint
from service.database.replica import from_replica
from service.messages import msg

blueprint = api_blueprint("boards_api", __name__, "积分榜 Boards")
TIE_RULE = msg("同分同名次，其后名次顺延；同分之内按名称排列。")


@blueprint.get("/communities/<code>/board")
@allow("points.board")
@blueprint.arguments(BoardArguments, location="query")
@blueprint.response(200, BoardAnswer)
@from_replica
def read(given: dict[str, Any], code: str) -> Any:
    """The first lines of a board as of any day: public names of who agreed, small places joined."""
    community = community_here(code, "points.board")
    asked, dimensions = question(community, given)
    found = scores(community, asked, [one.code for one in dimensions])
    board = standings(community, asked, found, asking_member(community))
    first, last = asked.covered
    return {
        "community": community.code,
        "level": asked.level,
        "dimension": asked.dimension or ALL_DIMENSIONS,
        "period": asked.period.code,
        "first": first,
        "last": last,
        "as_of": asked.as_of,
        "tie_rule": say(TIE_RULE),
        **_board(board),
        "totals": _totals(found.whole) if found.shown else None,
    }


def _board(board: Board) -> dict[str, Any]:
    return {
        "lines": [_line(line) for line in board.lines],
        "sharing_last": board.sharing,
        "own": _line(board.own) if board.own else None,
    }


def _line(line: Line) -> dict[str, Any]:
    told = {one.code: one.value(line) for one in columns_of(line.where is not None)}
    return told | {"name": say(line.name)}


def _totals(place: PlaceScore) -> dict[str, Any]:
    return {
        "points": place.now.points[None],
        "households": place.score.facts.households,
        "participating": place.score.facts.participating,
        "score": place.score.value,
    }
