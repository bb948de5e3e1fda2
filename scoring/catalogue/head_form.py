"""The form of what a catalogue says of itself: names, days, source, dimensions, stars. Pure."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from scoring.catalogue.vocabulary import Basis
from service.messages import msg
from service.problems import FieldError

TEXT_CHARS_MAX = 4000
HEAD = ("code", "name", "name_en", "valid_from", "valid_to", "source", "evidence", "note")
"""Keys of a catalogue that say something of the whole, each with a field of its own."""
_PARTS = 3


def _text() -> fields.String:
    return fields.String(load_default="", validate=validate.Length(max=TEXT_CHARS_MAX))


class HeadForm(Schema):
    """The head of a draft."""

    edition = fields.Integer(required=True)
    code = _text()
    name = _text()
    name_en = _text()
    valid_from = _text()
    valid_to = _text()
    source = _text()
    evidence = fields.String(required=True, validate=validate.OneOf([str(one) for one in Basis]))
    note = _text()
    dimensions = _text()
    stars = _text()


def read_dimensions(text: str, faults: list[FieldError]) -> list[dict[str, str]]:
    """One dimension a line: code, name and English name between vertical bars."""
    found = []
    for number, line in enumerate(filter(str.strip, text.splitlines()), start=1):
        parts = [part.strip() for part in line.replace("\uff5c", "|").split("|")]
        if not 1 < len(parts) <= _PARTS:
            message = msg("第{n}行不是一个维度。", n=number)
            remedy = msg("写成“代码 | 名称 | 英文名”，如 shan | 善 | Goodness。")
            faults.append(FieldError("dimensions", "bad-dimension", message, remedy))
            continue
        named = dict(zip(("code", "name", "name_en"), parts, strict=False))
        found.append({key: value for key, value in named.items() if value})
    return found


def read_stars(text: str, faults: list[FieldError]) -> list[dict[str, str]]:
    """One level a line: stars and points between a colon."""
    found = []
    for number, line in enumerate(filter(str.strip, text.splitlines()), start=1):
        stars, between, points = line.replace("：", ":").partition(":")
        if not between or not stars.strip().isdigit() or not points.strip().isdigit():
            message = msg("第{n}行不是一个星级。", n=number)
            remedy = msg("写成“星数: 分数”，如 5: 300。")
            faults.append(FieldError("stars", "bad-star", message, remedy))
            continue
        found.append({"stars": stars.strip(), "points": points.strip()})
    return found


def head_to_form(content: Mapping[str, Any]) -> dict[str, Any]:
    """The head of a catalogue's plain form as the fields of the form."""
    dimensions = [
        " | ".join(one[key] for key in ("code", "name", "name_en") if one.get(key))
        for one in content["dimensions"]
    ]
    stars = [f"{one['stars']}: {one['points']}" for one in content.get("stars", ())]
    return {key: content.get(key) for key in HEAD} | {
        "dimensions": "\n".join(dimensions),
        "stars": "\n".join(stars),
    }
