"""The item an award is counted by, and everything that stands against it before it is counted."""

from collections.abc import Sequence
from datetime import date

from scoring.catalogue.problems import NoCatalogueCovers
from scoring.catalogue.service import in_force
from scoring.catalogue.table import Item
from scoring.ledger.problems import EntryRefused
from scoring.ledger.refusals import NewEntry, faults_of, faults_with
from service import clock
from service.messages import msg
from service.problems import FieldError


def item_for(new: NewEntry, joined_on: date) -> tuple[int, Item, list[FieldError]]:
    """The id of the catalogue of the day of the deed, its item, and every fault but caps.

    Raises `EntryRefused` with all faults for an item that catalogue does not know, and
    `NoCatalogueCovers` where nothing else is wrong.
    """
    found = list(faults_of(new, joined_on, clock.today()))
    try:
        catalogue_id, table = in_force(new.community_code, new.done_on)
    except NoCatalogueCovers:
        if not found:
            raise
        raise refused(found) from None
    item = table.item(new.item_code)
    if item is None:
        unknown = msg("积分目录中没有这个项目。")
        raise refused([*found, FieldError("item_code", "unknown-item", unknown)])
    return catalogue_id, item, [*found, *faults_with(new, item)]


def refused(found: Sequence[FieldError]) -> EntryRefused:
    """The refusal that tells these faults: one in its own words, several by their number."""
    count = len(found)
    return EntryRefused(
        found[0].message if count == 1 else msg("有 {count} 处填写有误，请逐项改正。", count=count),
        errors=found,
    )
