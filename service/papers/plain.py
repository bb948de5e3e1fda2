"""Content to plain JSON values and back, without loss and without guessing."""

import json
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from service.papers.content import InvalidPaper
from service.papers.limits import NUMBER_DIGITS_MAX

C = TypeVar("C")
KINDS_CACHED = 64
_AS_IT_IS = frozenset({str, bool, int, type(None)})
"""Types most values have, which JSON has too."""


def canonical_json(plain: object) -> bytes:
    """The one way JSON is written before it is hashed; raises ValueError for lone surrogates."""
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def to_plain(content: object, form: str) -> dict[str, Any]:
    """A content as JSON values, with its format named."""
    return {"format": form, **_plain(content)}


def from_plain(plain: object, kind: type[C], form: str) -> C:
    """Build a content of `kind` from JSON values.

    Raises InvalidPaper for a missing, unknown or ill-typed member, a value written
    otherwise than `to_plain` writes it, or another format.
    """
    if not isinstance(plain, Mapping) or plain.get("format") != form:
        message = f"not of the format {form}"
        raise InvalidPaper(message)
    members = {key: value for key, value in plain.items() if key != "format"}
    built = _build(kind, members, "content")
    assert isinstance(built, kind)
    # "00" and "0" are the same points but not the same signed bytes: only one form is ours.
    _require(to_plain(built, form) == plain, "the one written form of each value")
    return built


def plain_decimal(number: Decimal) -> str:
    """Decimal digits without exponent, trailing zeros or a negative zero: 3, -2.5, 0."""
    return format((number + 0).normalize(), "f") if number else "0"


def _plain(value: Any) -> Any:
    if type(value) in _AS_IT_IS:
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(getattr(value, name)) for name in _names(type(value))}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return _written(value)


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return plain_decimal(value)
    return value.value if isinstance(value, StrEnum) else value


@lru_cache(maxsize=KINDS_CACHED)
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind))


def _build(kind: Any, value: Any, place: str) -> Any:
    """Turn one JSON value into the annotated type `kind`; `place` names it in the error."""
    if get_origin(kind) in (Union, types.UnionType):
        inner = next(arg for arg in get_args(kind) if arg is not type(None))
        return None if value is None else _build(inner, value, place)
    if get_origin(kind) is tuple:
        _require(isinstance(value, list), place)
        return tuple(_build(get_args(kind)[0], item, place) for item in value)
    if is_dataclass(kind):
        return _build_dataclass(kind, value, place)
    if kind in (str, bool):
        _require(type(value) is kind, place)
        return value
    _require(isinstance(value, str), place)
    return _parse(kind, value, place)


def _build_dataclass(kind: Any, value: Any, place: str) -> Any:
    hints = get_type_hints(kind)
    _require(isinstance(value, Mapping) and set(value) == set(hints), place)
    return kind(**{name: _build(hints[name], value[name], name) for name in hints})


def _parse(kind: Any, text: str, place: str) -> Any:
    parsers = {
        datetime: datetime.fromisoformat,
        date: date.fromisoformat,
        Decimal: _decimal,
    }
    try:
        return parsers.get(kind, kind)(text)
    except (ValueError, InvalidOperation) as error:
        raise InvalidPaper(place) from error


def _decimal(text: str) -> Decimal:
    number = Decimal(text)
    # "1e999999" would be written out in full, "NaN" is no number of points.
    if not number.is_finite() or _is_long(number):
        raise ValueError(text)
    return number


def _is_long(number: Decimal) -> bool:
    digits = len(number.as_tuple().digits)
    return abs(number.adjusted()) > NUMBER_DIGITS_MAX or digits > NUMBER_DIGITS_MAX


def _require(holds: bool, place: str) -> None:
    if not holds:
        message = f"not as the format says: {place}"
        raise InvalidPaper(message)
