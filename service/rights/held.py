"""What is held about somebody, as a part tells it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from service.messages import Message

Value = Message | str | int | bool | date | datetime | None


@dataclass(frozen=True, slots=True)
class Line:
    """One fact that is kept: a code for programs, a label for people, the value."""

    code: str
    label: Message
    value: Value


@dataclass(frozen=True, slots=True)
class Way:
    """A way on: what one can do about it."""

    label: Message
    endpoint: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is held: a record, a check, a session, a consent."""

    reference: str
    """Number or id within its part."""
    title: Message | str
    lines: Sequence[Line] = ()
    since: date | datetime | None = None
    kept_until: date | Message | None = None
    explanation: Sequence[Message] = ()
    """In plain words: why it is there, what it does, until when, and what clears it."""
    ways: Sequence[Way] = ()
    kind: str = ""
    """Of many things alike, that a page may fold together."""


@dataclass(frozen=True, slots=True)
class Section:
    """What one part holds about somebody."""

    why: Message
    """What it is held for."""
    basis: Message
    """The law that lets or makes us hold it."""
    items: Sequence[Item] = ()
    total: int | None = None
    """How many there are where not all are told; None when these are all."""
    ways: Sequence[Way] = ()

    @property
    def count(self) -> int:
        """How many things are held."""
        return len(self.items) if self.total is None else self.total

    @property
    def complete(self) -> bool:
        """True when every thing is told."""
        return self.count <= len(self.items)
