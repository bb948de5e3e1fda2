"""What other parts say about records beside what is on record, e.g. how one can be repaired.

They register here, for this package knows none of them.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from credit.records.models import Record
from service.messages import Message

Say = Callable[[Message], str]
Extra = Callable[[Sequence[Record], Say], Mapping[int, Mapping[str, Any]]]
"""Says for each record, by its number, members of its answer; asked once for all of a page."""

_EXTRAS: list[Extra] = []


def tell_about_records(extra: Extra) -> Extra:
    """Register what a part says about records; its members are fields of `RecordAnswer`."""
    if extra not in _EXTRAS:
        _EXTRAS.append(extra)
    return extra


def extras_of(records: Sequence[Record], say: Say) -> dict[int, dict[str, Any]]:
    """All members the other parts add, by the record's number."""
    told: dict[int, dict[str, Any]] = {record.id: {} for record in records}
    for extra in _EXTRAS:
        for record_id, members in extra(records, say).items():
            told[record_id].update(members)
    return told


OpenCases = Callable[[Sequence[int]], Mapping[int, str]]
"""Says of records, by their numbers, in which open repair they are; one statement for all."""

_OPEN_CASES: list[OpenCases] = []


def tell_open_repairs(tell: OpenCases) -> OpenCases:
    """Register who knows of open repairs."""
    if tell not in _OPEN_CASES:
        _OPEN_CASES.append(tell)
    return tell


def open_repairs_of(record_ids: Sequence[int]) -> dict[int, str]:
    """Record -> number of the open repair it is in; those in none are left out."""
    told: dict[int, str] = {}
    for tell in _OPEN_CASES:
        told.update(tell(record_ids))
    return told
