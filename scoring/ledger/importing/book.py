"""The catalogues rows are counted by: found once a day of deeds, items by code or name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scoring.catalogue.award import Award, Earned, award
from scoring.catalogue.models import Catalogue
from scoring.catalogue.problems import NoCatalogueCovers
from scoring.catalogue.service import in_force
from scoring.catalogue.table import CatalogueTable, Item
from scoring.ledger.importing.limits import AWARDS_KEPT_MAX


@dataclass(frozen=True, slots=True)
class Page:
    """One version of the catalogue."""

    catalogue_id: int
    items: Mapping[str, Item]
    """By code and by name."""
    limited: frozenset[str]
    """Codes of items whose award depends on what was earned before."""


class Book:
    """Answers for one community; `refresh` at each block, for a version may come in between."""

    def __init__(self, community_code: str) -> None:
        self._community = community_code
        self._days: dict[date, Page | NoCatalogueCovers] = {}
        self._pages: dict[int, Page] = {}
        self._awards: dict[tuple[int, str, Decimal, int | None], Award] = {}
        self._newest = 0

    def refresh(self, session: Session) -> None:
        """Forget which version holds when if there is a new one; versions are never changed."""
        wanted = select(func.max(Catalogue.id)).where(Catalogue.community_code == self._community)
        newest = session.scalar(wanted) or 0
        if newest != self._newest or len(self._awards) > AWARDS_KEPT_MAX:
            self._days, self._awards, self._newest = {}, {}, newest

    def page(self, day: date) -> Page:
        """The version in force on a day. Raises `NoCatalogueCovers`."""
        found = self._days.get(day)
        if found is None:
            found = self._days[day] = self._read(day)
        if isinstance(found, NoCatalogueCovers):
            raise found
        return found

    def plain_award(self, page: Page, item: Item, quantity: Decimal, chosen: int | None) -> Award:
        """What an item without limits earns; the same question is answered once."""
        key = (page.catalogue_id, item.code, quantity, chosen)
        found = self._awards.get(key)
        if found is None:
            found = self._awards[key] = award(item, quantity, chosen, Earned())
        return found

    def _read(self, day: date) -> Page | NoCatalogueCovers:
        try:
            catalogue_id, table = in_force(self._community, day)
        except NoCatalogueCovers as uncovered:
            return uncovered
        if catalogue_id not in self._pages:
            self._pages[catalogue_id] = _page(catalogue_id, table)
        return self._pages[catalogue_id]


def _page(catalogue_id: int, table: CatalogueTable) -> Page:
    by_name: dict[str, Item] = {}
    for item in reversed(table.items):  # of two with one name the first counts
        by_name[item.name] = item
    return Page(
        catalogue_id,
        {**by_name, **table.by_code},
        frozenset(
            item.code for item in table.items if item.caps or item.caps_quantity or item.tiers
        ),
    )
