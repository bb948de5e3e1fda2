"""A catalogue as the API shows it."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from scoring.catalogue.changes import Change, changes_between
from scoring.catalogue.models import Catalogue
from scoring.catalogue.service import announced, table_of_version
from scoring.catalogue.table import Caps, CatalogueTable, Item
from scoring.catalogue.vocabulary import Entrant, Period
from scoring.catalogue.wording import caps_in_words, name_of, points_in_words, unit_name
from service.messages import Message

Say = Callable[[Message], str]


def present_catalogue(row: Catalogue, table: CatalogueTable, on: date, say: Say) -> dict[str, Any]:
    """A version with all its items, and what is announced for later."""
    return {
        "community": row.community_code,
        "on": on,
        "version": row.version,
        "code": table.code,
        "name": table.name,
        "name_en": table.name_en,
        "valid_from": table.valid_from,
        "valid_to": table.valid_to,
        "demonstration": table.demonstration,
        "source": table.source,
        "evidence": str(table.evidence),
        "note": table.note,
        "dimensions": table.dimensions,
        "stars": table.stars,
        "items": [_item(item, say) for item in table.items],
        "announced": [
            {
                "version": later.version,
                "valid_from": later.valid_from,
                "changes": [_change(change, say) for change in changes],
            }
            for later, changes in coming(row, table, on)
        ],
    }


def coming(
    row: Catalogue, table: CatalogueTable, on: date
) -> Iterator[tuple[Catalogue, tuple[Change, ...]]]:
    """Each version announced after a day with what it changes from the one before it."""
    before = table
    for later in announced(row.community_code, on):
        after = table_of_version(later)
        yield later, changes_between(before, after)
        before = after


def _item(item: Item, say: Say) -> dict[str, Any]:
    caps = caps_in_words(item)
    return {
        "code": item.code,
        "dimension": item.dimension,
        "name": item.name,
        "name_en": item.name_en,
        "description": item.description,
        "description_en": item.description_en,
        "basis": item.basis,
        "minus": item.minus,
        "points_from": item.points.low,
        "points_to": item.points.high,
        "choices": list(item.points.choices),
        "per": item.per,
        "unit": item.unit.code,
        "unit_name": say(unit_name(item.unit)),
        "quantity_max": item.quantity_max,
        "caps": _caps(item.caps),
        "caps_quantity": _caps(item.caps_quantity),
        "tiers": item.tiers,
        "tiers_count": str(item.tiers_count),
        "evidence": str(item.evidence),
        "expires_months": item.expires_months,
        "entered_by": [str(one) for one in Entrant if one in item.entered_by],
        "two_person": item.two_person,
        "in_words": say(points_in_words(item)),
        "caps_in_words": say(caps) if caps else "",
    }


def _caps(caps: Caps) -> dict[str, int | None]:
    return {str(period): getattr(caps, period) for period in Period}


def _change(change: Change, say: Say) -> dict[str, Any]:
    return {
        "turn": str(change.turn),
        "item": change.item.code,
        "name": say(name_of(change.item)),
        "alterations": [
            {"label": say(one.label), "before": say(one.before), "after": say(one.after)}
            for one in change.alterations
        ],
    }
