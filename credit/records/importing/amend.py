"""What an amended row changes of a record, and what it must leave alone. Pure."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from credit.records.corrected import (
    CORRECTION,
    MARK,
    SAID_BY_OBJECTIONS,
    is_deleted,
    is_removed,
    keep_corrections,
)
from credit.records.models import RecordStatus

COMPARED = (
    "subject_id", "kind", "status", "authority", "authority_code", "decision_number", "title",
    "violation", "facts", "basis", "penalty_kinds", "content", "fine", "confiscated",
    "decided_on", "published_on", "valid_until", "final_on", "sentence_end_on", "removed_on",
    "simple_procedure", "juvenile", "disputed", "tier", "tier_reason", "regime",
    "published_until_min", "published_until_max", "repairable_from", "retain_until", "attributes",
)  # fmt: skip
"""Columns whose change is history; none of them holds an identity number."""
SAID_BY_CASES = ("repair", "shield", "notice", *SAID_BY_OBJECTIONS)
"""Attributes a case has written; no source knows of them, so no row takes them away."""


def is_stale(before: Mapping[str, Any], incoming: Mapping[str, Any]) -> bool:
    """Whether the row comes from an older delivery than the one on file.

    A row without a time stamp never un-revokes a decision, nor puts a subject back on a list
    it was taken off: the file may be an old one, and a new entry has a decision of its own.
    """
    had = before["attributes"].get("source_updated_on")
    has = incoming["attributes"].get("source_updated_on")
    if had and has and has != had:
        return bool(has < had)
    was, now = before["status"], incoming["status"]
    return bool(was == RecordStatus.revoked != now) or _relists(before, incoming)


def _relists(before: Mapping[str, Any], incoming: Mapping[str, Any]) -> bool:
    """Whether the row knows nothing of a removal that the source itself has reported."""
    gone, back = before["removed_on"], incoming["removed_on"]
    return gone is not None and back is None and not _removed_by_case(before["attributes"])


def _removed_by_case(attributes: Mapping[str, Any]) -> bool:
    return bool(attributes.get("repair", {}).get("removed")) or is_removed(attributes)


def merged(before: Mapping[str, Any], incoming: Mapping[str, Any]) -> dict[str, Any]:
    """The record after the row: a repair, a human's tier, objections and their outcome stay.

    Where a correction stays too, what follows from it must be settled anew (`is_corrected`).
    """
    after = {**before, **incoming}
    deleted = is_deleted(before["attributes"])
    if incoming["status"] == RecordStatus.active and (
        deleted or before["status"] != RecordStatus.revoked
    ):
        after["status"] = before["status"]
    _keep_what_cases_said(before, after)
    if before["tier_set_by"] is not None:
        after["tier"], after["tier_reason"] = before["tier"], before["tier_reason"]
        after["tier_set_by"] = before["tier_set_by"]
    by_source = before["attributes"].get("disputed_by_source", False)
    open_here = MARK in before["attributes"]
    after["disputed"] = incoming["disputed"] or open_here or (before["disputed"] and not by_source)
    return after


def _keep_what_cases_said(before: Mapping[str, Any], after: dict[str, Any]) -> None:
    had: Mapping[str, Any] = before["attributes"]
    kept = {name: had[name] for name in SAID_BY_CASES if name in had}
    if not kept:
        return
    after["attributes"] = {**after["attributes"], **kept}
    keep_corrections(before, after)
    if _removed_by_case(kept) and after["removed_on"] is None:
        # The case took the subject off the list; the source has not heard of it yet.
        after["removed_on"], after["retain_until"] = before["removed_on"], before["retain_until"]


def is_corrected(values: Mapping[str, Any]) -> bool:
    """Whether a correction by an objection stands on the record."""
    return CORRECTION in values["attributes"]


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Column -> [before, after] as JSON, for those that differ."""
    return {
        name: [as_json(before[name]), as_json(after[name])]
        for name in COMPARED
        if before[name] != after[name]
    }


def change_name(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """How history calls the change."""
    revoked = RecordStatus.revoked
    return "withdrawn" if after["status"] == revoked != before["status"] else "amended"


def as_json(value: Any) -> Any:
    """A column's value as JSON holds it."""
    if isinstance(value, Decimal | date):
        return str(value)
    return value
