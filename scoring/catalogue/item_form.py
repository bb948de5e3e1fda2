"""The form of one item: from what people type to a catalogue's plain form, and back. Pure."""

import re
from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from scoring.catalogue.from_csv.scores import Unreadable, read_score
from scoring.catalogue.parse_item import parse_item
from scoring.catalogue.reading import Section
from scoring.catalogue.vocabulary import Entrant, Period, Proof, Stock, Tiers
from scoring.catalogue.wording import points_in_words, signed
from scoring.catalogue.writing import plain_points
from service.messages import Message, msg
from service.problems import FieldError

OWN_UNIT = "own"
MONTHS = "months"
YEAR_END = "year_end"
LINE_CHARS_MAX = 2000
_TEXTS = ("code", "dimension", "name", "name_en", "description", "description_en", "basis")
_TIER = re.compile(r"[^0-9]*(?P<at>[0-9]+(?:\.[0-9]+)?)[^0-9+]+\+?(?P<points>[0-9]+)[^0-9]*\Z")


def _text(chars_max: int = LINE_CHARS_MAX) -> fields.String:
    return fields.String(load_default="", validate=validate.Length(max=chars_max))


class CapsForm(Schema):
    """Caps of each period; empty without limit."""

    day = _text(12)
    month = _text(12)
    quarter = _text(12)
    year = _text(12)


class ItemForm(Schema):
    """One item. What the texts must hold is for the catalogue's own reader to say."""

    edition = fields.Integer(required=True)
    code = _text()
    dimension = _text()
    name = _text()
    name_en = _text()
    description = _text()
    description_en = _text()
    basis = _text()
    points = _text(200)
    unit = fields.String(
        required=True, validate=validate.OneOf([*(str(one) for one in Stock), OWN_UNIT])
    )
    unit_name = _text(40)
    unit_name_en = _text(40)
    unit_divisible = fields.Boolean(load_default=False)
    per = _text(12)
    quantity_max = _text(12)
    caps = fields.Nested(CapsForm, load_default=dict)
    caps_quantity = fields.Nested(CapsForm, load_default=dict)
    tiers = _text()
    tiers_count = fields.String(
        load_default=str(Tiers.added), validate=validate.OneOf([str(one) for one in Tiers])
    )
    evidence = fields.String(required=True, validate=validate.OneOf([str(one) for one in Proof]))
    expires = fields.String(required=True, validate=validate.OneOf([YEAR_END, MONTHS]))
    expires_months = _text(12)
    entered_by = fields.List(
        fields.String(validate=validate.OneOf([str(one) for one in Entrant])), load_default=list
    )
    two_person = fields.Boolean(load_default=False)


def to_raw(data: Mapping[str, Any], faults: list[FieldError]) -> dict[str, Any]:
    """What was typed as an item's plain form; notes what cannot even be read."""
    raw: dict[str, Any] = {key: data[key] for key in _TEXTS if data[key]}
    raw["unit"] = data["unit"] if data["unit"] != OWN_UNIT else _own_unit(data)
    raw["tiers"] = _tiers(data["tiers"], faults)
    raw["tiers_count"] = data["tiers_count"]
    if data["points"] or not raw["tiers"]:
        raw["points"] = _points(data["points"], faults)
    for key in ("caps", "caps_quantity"):
        raw[key] = {name: value for name, value in data[key].items() if value}
    raw |= {key: data[key] for key in ("per", "quantity_max") if data[key]}
    raw["evidence"] = data["evidence"]
    raw["expires"] = {"months": data["expires_months"]} if data["expires"] == MONTHS else YEAR_END
    raw["entered_by"] = data["entered_by"]
    raw["two_person"] = data["two_person"]
    return raw


def to_form(raw: Mapping[str, Any]) -> dict[str, Any]:
    """An item's plain form as the fields of the form."""
    own = raw.get("unit") if isinstance(raw.get("unit"), Mapping) else None
    expires = raw.get("expires")
    values: dict[str, Any] = {key: raw.get(key) for key in (*_TEXTS, "per", "quantity_max")}
    for key in ("caps", "caps_quantity"):
        for period in Period:
            values[f"{key}.{period}"] = raw.get(key, {}).get(period)
    return values | {
        "points": _shown(raw.get("points")),
        "unit": OWN_UNIT if own else raw.get("unit"),
        "unit_name": own and own.get("name"),
        "unit_name_en": own and own.get("name_en"),
        "unit_divisible": "true" if own and own.get("divisible") else None,
        "tiers": "\n".join(f"{one['at']}: +{one['points']}" for one in raw.get("tiers", ())),
        "tiers_count": raw.get("tiers_count", str(Tiers.added)),
        "evidence": raw.get("evidence", str(Proof.none)),
        "expires": MONTHS if isinstance(expires, Mapping) else YEAR_END,
        "expires_months": expires["months"] if isinstance(expires, Mapping) else None,
        "entered_by": raw.get("entered_by", [str(Entrant.manager)]),
        "two_person": "true" if raw.get("two_person") else None,
    }


def earns(raw: Mapping[str, Any]) -> Message | str:
    """What an item of a draft earns, in words; as it is written while that cannot be read."""
    faults: list[FieldError] = []
    item = parse_item(Section(raw, "", faults))
    return _shown(raw.get("points")) if faults else points_in_words(item)


def field_of(path: str) -> str:
    """The field of the form at which a fault of the plain form is shown."""
    if path.startswith(("caps.", "caps_quantity.")):
        return path
    if path == "caps":
        return "points"  # what is wrong is the two together
    if path == "expires.months":
        return "expires_months"
    if path.startswith("unit."):
        return path.replace(".", "_")
    return re.split(r"[.\[]", path)[0]


def _own_unit(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": data["unit_name"],
        "name_en": data["unit_name_en"],
        "divisible": data["unit_divisible"],
    }


def _points(text: str, faults: list[FieldError]) -> Any:
    score = read_score(text)
    if isinstance(score, Unreadable):
        faults.append(FieldError("points", "bad-points", score.message, score.remedy))
        return 1
    return plain_points(score.points)


def _shown(points: Any) -> str:
    """Points as the form takes them."""
    if isinstance(points, Mapping):
        if "choices" in points:
            return " / ".join(_plus(one) for one in points["choices"])
        return f"{_plus(points['from'])} 至 {_plus(points['to'])}"
    return _plus(points) if points else ""


def _plus(points: Any) -> str:
    return signed(int(points)).replace("\u2212", "-")


def _tiers(text: str, faults: list[FieldError]) -> list[dict[str, str]]:
    tiers = []
    for number, line in enumerate(filter(str.strip, text.splitlines()), start=1):
        found = _TIER.match(line)
        if found is None:
            message = msg("第{n}行不是一档。", n=number)
            remedy = msg("每行写一档，如 10: +2，即满10加2分。")
            faults.append(FieldError("tiers", "bad-tier", message, remedy))
        else:
            tiers.append({"at": found["at"], "points": found["points"]})
    return tiers
