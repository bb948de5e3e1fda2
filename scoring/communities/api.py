"""REST of communities: their places."""

from typing import Any

from sqlalchemy import select

from scoring.communities.models import Level, Place
from scoring.communities.places import Counts, counts_by
from scoring.communities.schemas import PlaceArguments, PlacesAnswer
from scoring.communities.scope import community_here
from service.access import allow
from service.api.paging import page_of
from service.api.shell import api_blueprint
from service.database import db

blueprint = api_blueprint("communities_api", __name__, "社区 Communities")


@blueprint.get("/communities/<code>/places")
@allow("points.read")
@blueprint.arguments(PlaceArguments, location="query")
@blueprint.response(200, PlacesAnswer)
def list_places(arguments: dict[str, Any], code: str) -> dict[str, Any]:
    """Places of a community from the grid down to the household, the newest first."""
    community = community_here(code, "points.read")
    statement = select(Place).where(
        Place.community_code == community.code, Place.level != Level.community
    )
    if arguments["level"] is not None:
        statement = statement.where(Place.level == arguments["level"])
    places, following = page_of(
        statement, Place.id, cursor=arguments["cursor"], limit=arguments["limit"]
    )
    counts: dict[int, Counts] = {}
    for level in {Level(place.level) for place in places}:
        counts |= counts_by(community.code, level)
    parents = _parents(places)
    return {
        "items": [
            _present(place, parents.get(place.parent_id or 0), counts.get(place.id, Counts()))
            for place in places
        ],
        "next_cursor": following,
    }


def _parents(places: list[Place]) -> dict[int, Place]:
    ids = {place.parent_id for place in places}
    found = db.session.scalars(select(Place).where(Place.id.in_(ids)))
    return {place.id: place for place in found}


def _present(place: Place, parent: Place | None, counts: Counts) -> dict[str, Any]:
    return {
        "level": place.level,
        "code": place.code,
        "name": place.name,
        "parent_level": parent and parent.level,
        "parent_code": parent and parent.code,
        "order": place.order,
        "map_column": place.map_column,
        "map_row": place.map_row,
        "retired": place.retired_at is not None,
        "households": counts.households,
        "members": counts.members,
    }
