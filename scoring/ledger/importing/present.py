"""Imports of awards as the API and the pages show them."""

from collections.abc import Callable
from typing import Any

from flask import url_for
from sqlalchemy import select

from scoring.ledger.importing.books import seconds_left
from scoring.ledger.importing.limits import IMPORTS_LISTED_MAX
from scoring.ledger.importing.outcome import Outcome
from scoring.ledger.models import EntryImport
from service.database import db
from service.messages import Message, msg
from service.packed import unpack
from service.web.progress import Progress

Say = Callable[[Message], str]

OUTCOMES = {
    Outcome.accepted: msg("已记分"),
    Outcome.waiting: msg("待审核"),
    Outcome.unchanged: msg("已有，未变"),
    Outcome.refused: msg("未导入"),
}


def imports_of(community_code: str) -> list[EntryImport]:
    """A community's imports, newest first; at most `IMPORTS_LISTED_MAX`."""
    return list(
        db.session.scalars(
            select(EntryImport)
            .where(EntryImport.community_code == community_code)
            .order_by(EntryImport.made_at.desc(), EntryImport.id)
            .limit(IMPORTS_LISTED_MAX)
        )
    )


def counts_of(row: EntryImport) -> dict[str, int]:
    """The counts of an import; `rows` is their sum at any moment."""
    counts = {one.value: int(getattr(row, one)) for one in Outcome}
    return {"rows": sum(counts.values()), **counts}


def progress_of(row: EntryImport) -> Progress:
    """An import's progress for the page."""
    status = url_for("entry_imports.status", code=row.community_code, import_id=row.id)
    return Progress(row.state, row.done, row.total, status, seconds_left(row))


def present_import(row: EntryImport, say: Say) -> dict[str, Any]:
    """An import with its counts."""
    address = f"/api/v1/communities/{row.community_code}/entry-imports/{row.id}"
    return {
        "id": str(row.id),
        "community": row.community_code,
        "filename": row.filename,
        "state": row.state,
        "counts": counts_of(row),
        "done": row.done,
        "total": row.total,
        "seconds_left": seconds_left(row),
        "problem": None if row.problem is None else say(unpack(row.problem)),
        "made_by": row.made_by,
        "made_at": row.made_at,
        "started_at": row.started_at,
        "ended_at": row.ended_at,
        "links": {"self": address, "refused": f"{address}/refused.csv"},
    }
