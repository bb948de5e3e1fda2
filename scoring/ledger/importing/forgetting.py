"""What sheets said of people is not kept longer than it is needed.

The sheet itself goes when its import ends: what was taken is in the ledger, where evidence can be
erased with the member. Refused rows stay while they can be corrected.
"""

import json
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from scoring.ledger.importing.limits import REFUSED_KEPT
from scoring.ledger.models import EntryImport, EntryImportIssue
from service import clock
from service.database import transaction
from service.files.models import StoredPiece

GONE = json.dumps([])
"""What stands where the cells of a row stood."""


def forget_sheet(session: Session, file_id: UUID) -> None:
    """Erase a sheet's content; its size and digest stay, by which it is known again."""
    session.execute(delete(StoredPiece).where(StoredPiece.file_id == file_id))


def forget_refused(now: datetime | None = None) -> int:
    """Erase the cells of rows refused longer than `REFUSED_KEPT` ago; returns how many rows.

    That a row was refused, and why, stays: the same file again tries it again.
    """
    until = (now or clock.now()) - REFUSED_KEPT
    with transaction() as session:
        gone = session.execute(
            update(EntryImportIssue)
            .where(
                EntryImportIssue.import_id == EntryImport.id,
                EntryImport.ended_at < until,
                EntryImport.forgotten_at.is_(None),
            )
            .values(cells_sealed=GONE)
            .returning(EntryImportIssue.id)
            .execution_options(synchronize_session=False)
        ).all()
        session.execute(
            update(EntryImport)
            .where(EntryImport.ended_at < until, EntryImport.forgotten_at.is_(None))
            .values(forgotten_at=clock.now())
            .execution_options(synchronize_session=False)
        )
    return len(gone)
