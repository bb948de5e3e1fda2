"""The dimensions of a community's catalogue, by name."""

from dataclasses import dataclass
from datetime import date

from scoring.catalogue.problems import NoCatalogueCovers
from scoring.catalogue.service import in_force
from scoring.catalogue.table import CatalogueTable
from service.messages import Message, named


@dataclass(frozen=True, slots=True)
class Dimension:
    """One of the things neighbours are thanked for."""

    code: str
    name: Message


def dimensions_on(community_code: str, day: date) -> list[Dimension]:
    """The dimensions of the catalogue in force on a day; none where there is no catalogue."""
    try:
        _, table = in_force(community_code, day)
    except NoCatalogueCovers:
        return []
    return dimensions_of(table)


def dimensions_of(table: CatalogueTable) -> list[Dimension]:
    """The dimensions of one catalogue."""
    return [Dimension(one.code, named(one.name, one.name_en)) for one in table.dimensions]
