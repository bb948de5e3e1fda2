"""The catalogue's item a claim or an entry was counted by, as it was called then."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from scoring.catalogue.models import Catalogue
from scoring.catalogue.parse import parse_catalogue
from scoring.catalogue.table import CatalogueTable, Item
from service.database import db

TABLES_CACHED_MAX = 32
"""Most versions a process keeps ready."""
_READY: dict[tuple[int, bytes], CatalogueTable] = {}


def tables(session: Session, catalogue_ids: Iterable[int]) -> Mapping[int, CatalogueTable]:
    """The versions of these ids; versions never change, so each is read once."""
    wanted = set(catalogue_ids)
    if not wanted:
        return {}
    stamps = session.execute(
        select(Catalogue.id, Catalogue.digest).where(Catalogue.id.in_(wanted))
    ).all()
    return {id_: _ready(session, id_, digest) for id_, digest in stamps}


def item_then(session: Session, catalogue_id: int, item_code: str) -> Item:
    """The item as the version says. An entry's item is always in its version."""
    item = tables(session, [catalogue_id])[catalogue_id].item(item_code)
    assert item is not None, "entries are only written with items of their catalogue"
    return item


def in_force(community_code: str, day: date) -> tuple[Catalogue, CatalogueTable]:
    """The version in force in a community on a day."""
    session = db.session()
    row = session.scalars(
        select(Catalogue)
        .where(Catalogue.community_code == community_code, Catalogue.valid_from <= day)
        .order_by(Catalogue.valid_from.desc(), Catalogue.version.desc())
        .limit(1)
    ).one()
    return row, _ready(session, row.id, row.digest)


def _ready(session: Session, catalogue_id: int, digest: bytes) -> CatalogueTable:
    """The digest is part of the key so that another database never gets this one's table."""
    table = _READY.get((catalogue_id, digest))
    if table is None:
        table = parse_catalogue(session.get_one(Catalogue, catalogue_id).content)
        if len(_READY) >= TABLES_CACHED_MAX:
            _READY.clear()
        _READY[(catalogue_id, digest)] = table
    return table
