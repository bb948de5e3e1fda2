"""Somebody disputes something of one part, and another part has the desk where it is decided.

The narrow way between the two, so that neither sees the other's data: the part that owns the
matter hands over a reference only it can read, and a title; the desk gives back a number, tells
where the dispute stands, and in the transaction of its decision calls those who listen.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from sqlalchemy.orm import Session

from service.messages import Message


class Outcome(StrEnum):
    """How a dispute ended."""

    upheld = "upheld"
    """Whoever disputes is right; what was wrong is put right."""
    rejected = "rejected"
    withdrawn = "withdrawn"


@dataclass(frozen=True, slots=True)
class Dispute:
    """What somebody disputes. Nothing in it is personal data."""

    topic: str
    """Whose matter it is, e.g. `points`; lower-case words."""
    reference: str
    """What is disputed, readable by the part of the topic alone."""
    title: Message
    """What is disputed, in words, as lists show it."""
    community_code: str
    """The community whose committee decides."""
    decided_by: str
    """Its name."""
    account_id: int
    """Who disputes."""
    barred: frozenset[int] = frozenset()
    """Accounts that had a hand in the matter and may not decide."""
    link: str = ""
    """The page on which its part shows the matter; `{number}` stands for the dispute's number."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a dispute stands."""

    number: str
    state: Message
    open: bool
    due_on: date | None
    """The last day for the answer; None when no time runs."""
    provisional: bool
    """True when the due day may still move with the calendar."""
    page: str
    """Address of the page on which it goes on."""


class Desk(Protocol):
    """Where disputes are decided. All of it happens in the caller's transaction."""

    def open(self, dispute: Dispute) -> str:
        """Take a dispute in and start its time; returns its number.

        Raises `Conflict` while the same matter is in dispute already.
        """

    def standings(self, numbers: Collection[str]) -> Mapping[str, Standing]:
        """Where disputes stand, by number; those nobody knows are left out."""

    def drop(self, number: str) -> None:
        """End a dispute that is over because its matter or whoever disputed is gone.

        Listeners hear that it was withdrawn. Does nothing when it has ended before.
        """


Listener = Callable[[Session, str, Outcome, str], None]
"""(session, reference, outcome, answer in words); what it raises undoes the decision."""
Heard = TypeVar("Heard", bound=Listener)

_LISTENERS: dict[str, list[Listener]] = {}
_DESKS: list[Desk] = []


class NoDesk(LookupError):  # noqa: N818 - says what is missing
    """No part of this service decides disputes."""


def register_desk(desk: Desk) -> None:
    """Say where disputes are decided; the last one registered is the one."""
    _DESKS[:] = [desk]


def desk() -> Desk:
    """Where disputes are decided. Raises `NoDesk`."""
    if not _DESKS:
        raise NoDesk
    return _DESKS[0]


def on_decided(topic: str) -> Callable[[Heard], Heard]:
    """Register a function to hear how disputes of a topic end, in the decision's transaction."""

    def register(listener: Heard) -> Heard:
        _LISTENERS.setdefault(topic, []).append(listener)
        return listener

    return register


def tell_decided(
    session: Session, topic: str, reference: str, outcome: Outcome, answer: str
) -> None:
    """Tell those who listen to a topic. Raises `LookupError` when nobody does."""
    for listener in _LISTENERS[topic]:
        listener(session, reference, outcome, answer)
