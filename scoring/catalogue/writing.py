"""From a `CatalogueTable` back to plain values: what is stored, shown as YAML and sent as JSON."""

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import yaml

from scoring.catalogue.table import ONE, Caps, CatalogueTable, Item, Points, Unit
from scoring.catalogue.vocabulary import Entrant, Tiers


def as_raw(table: CatalogueTable) -> dict[str, Any]:
    """The catalogue in its one plain form; `parse_catalogue` reads the same table from it."""
    return _without_nothing(
        {
            "code": table.code,
            "name": table.name,
            "name_en": table.name_en,
            "valid_from": table.valid_from.isoformat(),
            "valid_to": table.valid_to.isoformat() if table.valid_to else None,
            "demonstration": table.demonstration,
            "source": table.source,
            "evidence": str(table.evidence),
            "note": table.note,
            "dimensions": [
                _without_nothing({"code": one.code, "name": one.name, "name_en": one.name_en})
                for one in table.dimensions
            ],
            "stars": [{"stars": star.stars, "points": star.points} for star in table.stars],
            "items": [item_as_raw(item) for item in table.items],
        }
    )


def item_as_raw(item: Item) -> dict[str, Any]:
    """One item in its plain form."""
    return _without_nothing(
        {
            "code": item.code,
            "dimension": item.dimension,
            "name": item.name,
            "name_en": item.name_en,
            "description": item.description,
            "description_en": item.description_en,
            "basis": item.basis,
            "unit": _unit(item.unit),
            "points": plain_points(item.points),
            "per": _number(item.per) if item.per != ONE else None,
            "quantity_max": _number(item.quantity_max) if item.quantity_max else None,
            "caps": _caps(item.caps),
            "caps_quantity": _caps(item.caps_quantity),
            "tiers": [{"at": _number(tier.at), "points": tier.points} for tier in item.tiers],
            "tiers_count": str(item.tiers_count) if item.tiers_count is not Tiers.added else None,
            "evidence": str(item.evidence),
            "expires": {"months": item.expires_months} if item.expires_months else "year_end",
            "entered_by": [str(one) for one in Entrant if one in item.entered_by],
            "two_person": item.two_person,
        }
    )


def digest(raw: Mapping[str, Any]) -> bytes:
    """SHA-256 of a catalogue's plain form, however it was written."""
    text = json.dumps(raw, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()


def as_yaml(raw: Mapping[str, Any], head: str = "") -> str:
    """A plain form as a file people can read and edit; `head` is put above it as a comment."""
    comment = "".join(f"# {line}\n" for line in head.splitlines())
    body: str = yaml.safe_dump(dict(raw), allow_unicode=True, sort_keys=False, width=100)
    return comment + body


def plain_points(points: Points) -> Any:
    """Points in a catalogue's plain form; None for an item that earns by tiers alone."""
    if points.choices:
        return {"choices": list(points.choices)}
    if points.fixed:
        return points.low or None
    return {"from": points.low, "to": points.high}


def _unit(unit: Unit) -> Any:
    if not unit.name:
        return unit.code
    return _without_nothing(
        {"name": unit.name, "name_en": unit.name_en, "divisible": unit.divisible}
    )


def _caps(caps: Caps) -> dict[str, int]:
    return {str(period): most for period, most in caps}


def _number(value: Decimal) -> Any:
    return int(value) if value == value.to_integral_value() else str(value)


def _without_nothing(raw: dict[str, Any]) -> dict[str, Any]:
    """Keys without a value are left out, flags that are off among them."""
    return {key: value for key, value in raw.items() if value not in (None, "", [], {}, False)}
