"""The one byte form of an entry that its mark, its leaf and every proof are made from. Pure.

Content is a JSON list: the trail's name, then the fields in the order of the trail's
description, UTF-8, no blanks, object keys sorted. JSONB keeps values, not spelling, so
details are brought to a form first that comes back from the database unchanged.
"""

import json
from collections.abc import Sequence
from typing import Any

from service.audit.limits import ENTRY_BYTES_MAX
from service.keyed import keyed_digest

_encode = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False
).encode
_spell = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


class EntryTooLong(ValueError):  # noqa: N818 - it says what is wrong with the entry
    """An entry's content exceeds `ENTRY_BYTES_MAX`; log references, not documents."""

    def __init__(self, size: int) -> None:
        super().__init__(f"{size} bytes of content, at most {ENTRY_BYTES_MAX}")


def content(trail: str, values: Sequence[Any]) -> bytes:
    """The canonical bytes of an entry. Raises `EntryTooLong`."""
    made = _encode([trail, *values]).encode("utf-8")
    if len(made) > ENTRY_BYTES_MAX:
        raise EntryTooLong(len(made))
    return made


def mark(key: bytes, made: bytes) -> bytes:
    """The 32-byte HMAC-SHA256 that shows an entry was written by the service."""
    return keyed_digest(key, made)


def leaf_content(made: bytes, xid: str, mac: bytes) -> bytes:
    """What a leaf seals: content, database transaction and mark."""
    return b"\n".join((made, xid.encode("ascii"), mac.hex().encode("ascii")))


def stable_text(text: str) -> str:
    """`text` as PostgreSQL can keep it: no NUL, no half of a surrogate pair."""
    if text.isascii():
        return text.replace("\0", "\ufffd") if "\0" in text else text
    return text.replace("\0", "\ufffd").encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def stable_json(value: Any) -> Any:
    """`value` as it will come back from JSONB. Raises TypeError or ValueError if it is no JSON."""
    return _stable(json.loads(_spell(value), parse_float=_number))


def _number(text: str) -> int | float:
    """A whole float would come back as an integer or not, depending on its size."""
    number = float(text)
    return int(number) if number.is_integer() else number


def _stable(value: Any) -> Any:
    if isinstance(value, str):
        return stable_text(value)
    if isinstance(value, dict):
        return {stable_text(key): _stable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_stable(item) for item in value]
    return value
