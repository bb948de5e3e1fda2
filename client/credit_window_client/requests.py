"""One request: what an operation asks of the transport."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from credit_window_client.forms import File

Day = str | date
"""A day: `2026-03-25`, or a `date`."""
GET_ALIKE = frozenset({"GET", "PUT", "DELETE"})
"""Methods that come to the same however often they are sent."""


@dataclass(frozen=True)
class Request:
    """What to send. Members that are None are left out. What it says of people is not shown."""

    method: str
    path: str
    query: Mapping[str, Any] = field(default_factory=dict)
    header: Mapping[str, str] = field(default_factory=dict)
    json: Mapping[str, Any] | None = field(default=None, repr=False)
    form: Mapping[str, Any | File] | None = field(default=None, repr=False)
    content: bytes | None = field(default=None, repr=False)
    basic: tuple[str, str] | None = field(default=None, repr=False)
    """Name and password, in place of the token."""
    key: str | None = None
    """Under this `Idempotency-Key` the service does the request once."""

    @property
    def repeatable(self) -> bool:
        """True where sending it twice comes to the same as once."""
        return self.method in GET_ALIKE or self.key is not None


def address(template: str, *places: object) -> str:
    """The path with each place filled in. Raises `ValueError` on a place that holds none."""
    texts = [quote(str(place), safe="") for place in places]
    if {"", ".", ".."} & set(texts):
        raise ValueError(f"{template}: a place is empty")
    return template.format(*texts)


def new_key() -> str:
    """An `Idempotency-Key` that nobody has used."""
    return str(uuid4())


def said(members: Mapping[str, Any]) -> dict[str, Any]:
    """What is given, without what is left out."""
    return {name: value for name, value in members.items() if value is not None}


def as_text(value: object) -> str:
    """A value of a query or a form."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)
