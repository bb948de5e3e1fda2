"""The catalogue's item a claim or an entry was counted by, as it was called then."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from scoring.catalogue.models import Catalogue
from scoring.catalogue.service import table_of_version
from scoring.catalogue.table import CatalogueTable, Item


def tables(session: Session, catalogue_ids: Iterable[int]) -> Mapping[int, CatalogueTable]:
    """The versions of these ids, in one query."""
    wanted = set(catalogue_ids)
    if not wanted:
        return {}
    rows = select(Catalogue).where(Catalogue.id.in_(wanted)).options(defer(Catalogue.content))
    return {row.id: table_of_version(row) for row in session.scalars(rows)}


def item_then(session: Session, catalogue_id: int, item_code: str) -> Item:
    """The item as the version says. An entry's item is always in its version."""
    item = tables(session, [catalogue_id])[catalogue_id].item(item_code)
    assert item is not None, "entries are only written with items of their catalogue"
    return item
