"""How an identity number is read: the part that keeps what is on file says so, at start.

read_numbers_with(app, PERSONAL_TYPES, read)
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from flask import Flask, current_app

from service.messages import Message

EXTENSION = "identity_numbers"


@dataclass(frozen=True)
class ReadNumber:
    """A number that passed its checks; the number itself goes no further."""

    index: bytes
    """What is on file is found by it: `service.private.blind_index` of type and number."""
    mask: str
    birth_date: date | None


Reader = Callable[[str, str, str], ReadNumber]
"""(type, number as typed, name of the field) -> what is kept. Raises `InvalidInput`."""


class _Known(NamedTuple):
    types: Mapping[str, Message]
    reader: Reader


def read_numbers_with(app: Flask, types: Mapping[str, Message], reader: Reader) -> None:
    """Say which documents of natural persons there are, and who reads their numbers."""
    app.extensions[EXTENSION] = _Known(dict(types), reader)


def document_types() -> Mapping[str, Message]:
    """The documents of natural persons, type -> name."""
    known: _Known = current_app.extensions[EXTENSION]
    return known.types


def read_number(id_type: str, text: str, field: str = "id_number") -> ReadNumber:
    """Read a number as typed. Raises `InvalidInput` naming the field."""
    known: _Known = current_app.extensions[EXTENSION]
    return known.reader(id_type, text, field)
