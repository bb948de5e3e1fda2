"""The page that explains the score of one place: the formula with its numbers filled in."""

from flask import Blueprint, render_template

from scoring.boards import wording
from scoring.boards.pages import address_of, asked_for
from scoring.boards.scores import PlaceScore, Scores, scores
from scoring.boards.view import question
from scoring.communities.models import Level
from scoring.communities.scope import community_here
from service.access import allow
from service.database.replica import from_replica
from service.messages import msg
from service.problems import NotFound

pages = Blueprint("board_score", __name__)


@pages.get("/points/<code>/score/<level>/<place>")
@allow("points.board")
@from_replica
def show(code: str, level: str, place: str) -> str:
    """How the score of a place comes about, beside that of the whole community."""
    community = community_here(code, "points.board")
    if level not in wording.SCORED_LEVELS:
        raise NotFound(msg("没有找到这个地点。"))
    asked, dimensions = question(community, asked_for())
    found = scores(community, asked, [one.code for one in dimensions])
    scored = _scored(found, Level(level), place)
    first, last = asked.covered
    return render_template(
        "boards/score.html",
        community=community,
        asked=asked,
        dimensions=dimensions,
        place=scored,
        members=_names(found, scored),
        whole=found.whole,
        first=first,
        last=last,
        query=address_of(asked),
        words=wording,
    )


def _scored(found: Scores, level: Level, code: str) -> PlaceScore:
    """Raises `NotFound` for a place that is not there or that nothing can be shown of."""
    if not found.shown:
        raise NotFound(msg("参与的成员太少，为保护隐私，暂不显示分数。"))
    if level is Level.community and code == found.whole.code:
        return found.whole
    for spot in found.neighbourhood.spots.values():
        if (spot.level, spot.code) == (level, code):
            scored = found.of(level, spot.id)
            if scored is not None:
                return scored
            raise NotFound(msg("这里还没有人参与，所以没有分数。"))
    raise NotFound(msg("没有找到这个地点。"))


def _names(found: Scores, place: PlaceScore) -> list[str]:
    """The places that are shown as one."""
    spots = found.neighbourhood.spots
    return [spots[one].name for one in place.group.places if one > 0] if place.group else []
