"""What stands beside a document while it is compared: its record, and what it is to prove. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from credit.records.models import Record

Shown = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """A document among those of its case."""

    chosen: Shown
    place: int
    """Counted from 1."""
    before: Shown | None
    after: Shown | None


def chosen_of(documents: Sequence[Shown], wanted: UUID | None) -> Neighbours | None:
    """The wanted document, or the first where none is named; None when it is not there."""
    ids = [one["id"] for one in documents]
    if not ids or (wanted is not None and wanted not in ids):
        return None
    at = 0 if wanted is None else ids.index(wanted)
    before = documents[at - 1] if at else None
    after = documents[at + 1] if at + 1 < len(ids) else None
    return Neighbours(documents[at], at + 1, before, after)


def records_for(document: Shown, records: Sequence[Record]) -> list[Record]:
    """The record a document is for; all of its case's where it is for the case as a whole."""
    own = [record for record in records if record.id == document["record_id"]]
    return own or list(records)


def needs_met(document: Shown, checklist: Sequence[Shown]) -> list[Shown]:
    """The lines of the checklist a document answers.

    One without a record answers the only line of its kind, never one of several.
    """
    same = [need for need in checklist if need["kind"] == document["kind"]]
    if document["record_id"] is None and len(same) == 1:
        return same
    return [need for need in same if need["record_id"] == document["record_id"]]
