"""Records and imports as the API and the pages show them."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import Select, select

from credit.records.corrected import SUPPLEMENTS
from credit.records.extras import extras_of
from credit.records.importing.outcome import Outcome
from credit.records.importing.packing import unpack
from credit.records.models import ImportIssue, ImportState, Record, RecordImport
from credit.records.reading import OnRecord
from credit.records.wording import status_statement, tier_explanation, why_not_repairable
from service import clock
from service.messages import Message
from service.pace import seconds_left
from service.web.progress import Progress

Say = Callable[[Message], str]


def imports() -> Select[tuple[RecordImport]]:
    """All imports."""
    return select(RecordImport)


def counts_of(row: RecordImport) -> dict[str, int]:
    """The counts of an import; `rows` is their sum at any moment."""
    counts = {outcome.value: int(getattr(row, outcome)) for outcome in Outcome}
    return {"rows": sum(counts.values()), **counts}


def time_left(row: RecordImport) -> float | None:
    """Seconds left by the pace so far; None when unknown or over."""
    if row.state != ImportState.running:
        return None
    return seconds_left(row.started_at, row.done, row.total, clock.now())


def progress_of(row: RecordImport) -> Progress:
    """An import's progress for the page."""
    status = url_for("records.import_status", import_id=row.id)
    return Progress(row.state, row.done, row.total, status, time_left(row))


def present_import(row: RecordImport, say: Say) -> dict[str, Any]:
    """An import with its counts."""
    address = f"/api/v1/record-imports/{row.id}"
    return {
        "id": str(row.id),
        "feed": row.feed,
        "filename": row.filename,
        "dry_run": row.dry_run,
        "state": ImportState(row.state),
        "counts": counts_of(row),
        "done": row.done,
        "total": row.total,
        "seconds_left": time_left(row),
        "notes": [
            {"code": note["code"], "message": say(unpack(note["message"]))} for note in row.notes
        ],
        "failure": row.failure and present_failure(row.failure, say),
        "created_by": row.created_by,
        "created_at": row.created_at,
        "started_at": row.started_at,
        "finished_at": row.finished_at,
        "links": {"self": address, "refused": f"{address}/refused.csv"},
    }


def present_failure(failure: dict[str, Any], say: Say) -> dict[str, Any]:
    """Why an import failed."""
    remedy = failure["remedy"]
    return {
        "code": failure["code"],
        "detail": say(unpack(failure["detail"])),
        "remedy": None if remedy is None else say(unpack(remedy)),
    }


def present_issue(issue: ImportIssue, say: Say) -> dict[str, Any]:
    """A flagged or refused row, without its cells."""
    return {
        "row": issue.row,
        "outcome": issue.outcome,
        "errors": [
            {
                "field": error["field"],
                "code": error["code"],
                "message": say(unpack(error["message"])),
                "remedy": None if error["remedy"] is None else say(unpack(error["remedy"])),
            }
            for error in issue.errors
        ],
    }


_PLAIN = (
    "id", "kind", "status", "authority", "decision_number", "title", "violation", "content",
    "penalty_kinds", "fine", "confiscated", "decided_on", "published_on", "final_on", "removed_on",
    "simple_procedure", "disputed", "tier", "published_until_min", "published_until_max",
    "repairable_from", "retain_until", "version",
)  # fmt: skip


def present_record(record: Record, say: Say) -> dict[str, Any]:
    """One record, with why it has its tier and why it cannot be repaired when it cannot."""
    why_not = why_not_repairable(record.attributes)
    statement = status_statement(record.status, record.attributes)
    reason = tier_explanation(
        record.tier, record.tier_reason, record.tier_set_by, record.penalty_kinds
    )
    return {
        **{name: getattr(record, name) for name in _PLAIN},
        "status_statement": None if statement is None else say(statement),
        "supplements": [
            {**one, "on": date.fromisoformat(one["on"])}
            for one in record.attributes.get(SUPPLEMENTS, [])
        ],
        "tier_rule": None if record.tier_set_by else record.tier_reason,
        "tier_reason": say(reason),
        "tier_manual": record.tier_set_by is not None,
        "tier_may_differ": bool(record.attributes.get("ask_authority", False)),
        "not_repairable_because": None if why_not is None else say(why_not),
    }


def present_honour(record: Record) -> dict[str, Any]:
    """One honour: who awarded what, by which document, for how long."""
    return {
        "id": record.id,
        "name": record.title,
        "authority": record.authority,
        "decision_number": record.decision_number,
        "awarded_on": record.decided_on,
        "valid_until": record.valid_until,
    }


def present_enterprise(found: OnRecord, say: Say) -> dict[str, Any]:
    """An organisation and a page of its records."""
    subject = found.subject
    extras = extras_of(found.records, say)
    return {
        "code": subject.code,
        "name": subject.name,
        "kind": subject.kind,
        "code_doubts": [] if subject.flags_confirmed_at else subject.flags,
        "records": [present_record(record, say) | extras[record.id] for record in found.records],
        "honours": [present_honour(record) for record in found.honours],
        "measures": [asdict(one) for one in found.measures],
        "next_cursor": found.next_cursor,
    }
