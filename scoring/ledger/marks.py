"""Marks that other rooms put on entries, e.g. that an objection to one is open."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from service.messages import Message

Marker = Callable[[Session, Sequence[UUID]], Mapping[UUID, Message]]
markers: list[Marker] = []
"""Each is asked once for a whole statement and tells the marks of the entries that have one."""


def marks_of(session: Session, entry_ids: Sequence[UUID]) -> dict[UUID, list[Message]]:
    """The marks of these entries, in the order in which the rooms registered."""
    found: dict[UUID, list[Message]] = {}
    for marker in markers:
        for entry_id, mark in marker(session, entry_ids).items():
            found.setdefault(entry_id, []).append(mark)
    return found
