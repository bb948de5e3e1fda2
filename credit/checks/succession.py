"""Which check takes the place of which: always by a link both ways, never by a change."""

from sqlalchemy.orm import Session

from credit.checks.models import Check
from service import audit


def settle(session: Session, final: Check, reason: str) -> None:
    """Let a final check take the place of all it corrects; a check that is not final takes none."""
    later = final
    while final.final and later.supersedes_id is not None:
        older = session.get_one(
            Check, later.supersedes_id, with_for_update=True, populate_existing=True
        )
        if older.superseded_by_id is None:
            supersede(older, final, reason)
        later = older


def supersede(old: Check, new: Check, reason: str) -> None:
    """Put a newer check in the place of an older one, with a link both ways."""
    old.superseded_by_id = new.id
    old.superseded_reason = reason
    audit.record("check.superseded", "check", old.number, {"by": new.number, "reason": reason})
