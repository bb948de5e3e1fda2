"""Writes a plan into the database: one statement for new places, one for changed ones."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session, aliased

from scoring.communities.ancestry import BELOW_COMMUNITY, fit_ancestors
from scoring.communities.models import Level, Place
from scoring.communities.place_import.lines import Key
from scoring.communities.place_import.plan import Known, Settled
from scoring.communities.places import root_of

_NEW_IDS = text(
    "SELECT nextval(pg_get_serial_sequence('place', 'id')) FROM generate_series(1, :count)"
)
_ADD = text(
    """
    INSERT INTO place (id, community_code, level, code, name, parent_id, "order", map_column,
        map_row)
    SELECT id, :community, level, code, name, parent_id, position, map_column, map_row
    FROM unnest(
        cast(:ids AS bigint[]), cast(:levels AS text[]), cast(:codes AS text[]),
        cast(:names AS text[]), cast(:parents AS bigint[]), cast(:orders AS bigint[]),
        cast(:columns AS bigint[]), cast(:rows AS bigint[])
    ) AS said (id, level, code, name, parent_id, position, map_column, map_row)
    """
)
"""No COPY: the wall around places lets rows in one by one."""
_CHANGE = text(
    """
    UPDATE place SET name = said.name, parent_id = said.parent_id, "order" = said.position,
        map_column = said.map_column, map_row = said.map_row, retired_at = NULL
    FROM unnest(
        cast(:ids AS bigint[]), cast(:names AS text[]), cast(:parents AS bigint[]),
        cast(:orders AS bigint[]), cast(:columns AS bigint[]), cast(:rows AS bigint[])
    ) AS said (id, name, parent_id, position, map_column, map_row)
    WHERE place.id = said.id
    """
)


def known_places(session: Session, community_code: str) -> dict[Key, Known]:
    """The places below a community by level and code."""
    above = aliased(Place)
    found = session.execute(
        select(
            Place.id,
            Place.level,
            Place.code,
            Place.name,
            above.level.label("parent_level"),
            above.code.label("parent_code"),
            Place.order,
            Place.map_column,
            Place.map_row,
            Place.retired_at.is_not(None).label("retired"),
        )
        .join(above, above.id == Place.parent_id)
        .where(Place.community_code == community_code, Place.level.in_(BELOW_COMMUNITY))
    )
    places = [
        Known(
            id=row.id,
            level=Level(row.level),
            code=row.code,
            name=row.name,
            parent=(Level(row.parent_level), row.parent_code),
            order=row.order,
            map_column=row.map_column,
            map_row=row.map_row,
            retired=row.retired,
        )
        for row in found
    ]
    return {place.key: place for place in places}


def write_places(
    session: Session, community_code: str, known: Mapping[Key, Known], write: Sequence[Settled]
) -> None:
    """Add and change the places of a plan, in the caller's transaction."""
    new = [one for one in write if one.id is None]
    fresh = list(session.scalars(_NEW_IDS, {"count": len(new)})) if new else []
    root = root_of(community_code)
    assert root is not None, "every community is founded with its own place"
    ids: dict[Key, int] = {(Level.community, community_code): root.id}
    ids |= {key: place.id for key, place in known.items()}
    ids |= {(one.level, one.code): made for one, made in zip(new, fresh, strict=True)}
    if new:
        kinds = {"levels": [str(one.level) for one in new], "codes": [one.code for one in new]}
        session.execute(_ADD, {"community": community_code, **kinds, **_said(new, fresh, ids)})
    changed = [one for one in write if one.id is not None]
    if changed:
        session.execute(_CHANGE, _said(changed, [one.id for one in changed], ids))
    if write:
        fit_ancestors(session, community_code)


def _said(
    places: Sequence[Settled], own: Sequence[int | None], ids: Mapping[Key, int]
) -> dict[str, Any]:
    """What a plan says of some places, column by column."""
    return {
        "ids": list(own),
        "names": [one.name for one in places],
        "parents": [ids[one.parent] for one in places],
        "orders": [one.order for one in places],
        "columns": [one.map_column for one in places],
        "rows": [one.map_row for one in places],
    }
