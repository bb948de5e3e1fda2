"""Pages of the places of a community: the tree, one place, changes by hand."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from sqlalchemy import select
from werkzeug.wrappers import Response

from scoring.communities.ancestry import PARENTS
from scoring.communities.models import Community, Level, Place
from scoring.communities.places import ancestors, below, place_in, root_of, totals, tree
from scoring.communities.placing import (
    PlaceValues,
    add_place,
    change_place,
    move_place,
    restore_place,
    retire_place,
)
from scoring.communities.problems import faulty
from scoring.communities.public_names import tidy_code
from scoring.communities.schemas import MovePlaceForm, NewPlaceForm, PlaceForm
from scoring.communities.scope import community_here
from scoring.communities.wording import LEVELS
from service.access import allow
from service.database import db
from service.messages import msg
from service.problems import NotFound, Problem
from service.web.forms import Form, read_form
from service.web.row_ids import ROW_ID

pages = Blueprint("points_places", __name__, url_prefix="/points/<code>/places")
Page = str | Response | tuple[str, int]
ACTION = "points.manage"
_PLACE = f"/<{ROW_ID}:place_id>"


@pages.get("")
@allow(ACTION)
def index(code: str) -> str:
    """The tree of grids and buildings with their counts."""
    community = community_here(code, ACTION)
    return _index_page(community, Form.blank())


@pages.post("")
@allow(ACTION)
def add_at_top(code: str) -> Page:
    """Add a grid or a building right below the community."""
    community = community_here(code, ACTION)
    form, data = read_form(NewPlaceForm())
    if data is None:
        return _index_page(community, form), 422
    try:
        _add(community, _root(community), data)
    except Problem as problem:
        return _index_page(community, form.refused(problem)), problem.status
    return redirect(url_for("points_places.index", code=code), 303)


@pages.get(_PLACE)
@allow(ACTION)
def show(code: str, place_id: int) -> str:
    """One place: what it lies in, what lies in it, and what can be changed."""
    community = community_here(code, ACTION)
    return _place_page(community, place_in(community, place_id))


@pages.post(_PLACE)
@allow(ACTION)
def edit(code: str, place_id: int) -> Page:
    """Rename, order anew, put elsewhere on the map."""
    community = community_here(code, ACTION)
    place = place_in(community, place_id)
    form, data = read_form(PlaceForm())
    if data is None:
        return _place_page(community, place, edit=form), 422
    try:
        change_place(community, place.id, PlaceValues(**data))
    except Problem as problem:
        return _place_page(community, place, edit=form.refused(problem)), problem.status
    return _back(code, place)


@pages.post(_PLACE + "/inside")
@allow(ACTION)
def add(code: str, place_id: int) -> Page:
    """Add a place in this one."""
    community = community_here(code, ACTION)
    place = place_in(community, place_id)
    form, data = read_form(NewPlaceForm())
    if data is None:
        return _place_page(community, place, new=form), 422
    try:
        _add(community, place, data)
    except Problem as problem:
        return _place_page(community, place, new=form.refused(problem)), problem.status
    return _back(code, place)


@pages.post(_PLACE + "/move")
@allow(ACTION)
def move(code: str, place_id: int) -> Page:
    """Move a place with all that lies in it."""
    community = community_here(code, ACTION)
    place = place_in(community, place_id)
    form, data = read_form(MovePlaceForm())
    if data is None:
        return _place_page(community, place, move=form), 422
    try:
        target = _named(community, data["to_level"], data["to_code"])
        move_place(community, place.id, target.id)
    except Problem as problem:
        return _place_page(community, place, move=form.refused(problem)), problem.status
    flash(gettext("已移动，里面的下级随之移动。"), "ok")
    return _back(code, place)


@pages.post(_PLACE + "/retire")
@allow(ACTION)
def retire(code: str, place_id: int) -> Page:
    """Take a place out of use."""
    community = community_here(code, ACTION)
    place = place_in(community, place_id)
    try:
        retire_place(community, place.id)
    except Problem as problem:
        return _place_page(community, place, move=Form().refused(problem)), problem.status
    return _back(code, place)


@pages.post(_PLACE + "/restore")
@allow(ACTION)
def restore(code: str, place_id: int) -> Page:
    """Put a place back to use."""
    community = community_here(code, ACTION)
    place = place_in(community, place_id)
    try:
        restore_place(community, place.id)
    except Problem as problem:
        return _place_page(community, place, move=Form().refused(problem)), problem.status
    return _back(code, place)


def _back(code: str, place: Place) -> Response:
    return redirect(url_for("points_places.show", code=code, place_id=place.id), 303)


def _add(community: Community, parent: Place, data: dict[str, object]) -> Place:
    level, code = Level(str(data.pop("level"))), str(data.pop("code"))
    return add_place(community, parent.id, level, code, PlaceValues(**data))  # type: ignore[arg-type]


def _named(community: Community, level: Level, code: str) -> Place:
    tidy = tidy_code(code)
    found = db.session.scalar(
        select(Place).where(
            Place.community_code == community.code, Place.level == level, Place.code == tidy
        )
    )
    if found is None:
        raise faulty("to_code", "unknown", msg("没有编号为“{code}”的上级。", code=tidy))
    return found


def _root(community: Community) -> Place:
    root = root_of(community.code)
    if root is None:
        raise NotFound(msg("没有找到这个社区。"))
    return root


def _levels_in(place: Place) -> list[tuple[Level, object]]:
    return [(level, LEVELS[level]) for level, above in PARENTS.items() if place.level in above]


def _index_page(community: Community, form: Form) -> str:
    root = _root(community)
    return render_template(
        "communities/places.html",
        community=community,
        totals=totals(community.code),
        branches=tree(community.code),
        form=form,
        levels=_levels_in(root),
    )


def _place_page(
    community: Community,
    place: Place,
    *,
    edit: Form | None = None,
    new: Form | None = None,
    move: Form | None = None,
) -> str:
    above = [one for one in ancestors(place) if one.community_code and one.level != "community"]
    edit = edit or Form.blank(
        name=place.name, order=place.order, map_column=place.map_column, map_row=place.map_row
    )
    return render_template(
        "communities/place.html",
        community=community,
        place=place,
        above=above,
        branches=below(place),
        edit=edit,
        new=new or Form.blank(),
        move=move or Form.blank(),
        levels=_levels_in(place),
        parents=[(level, LEVELS[level]) for level in PARENTS.get(Level(place.level), ())],
    )
