"""What sheets said of people is not kept longer than it is needed.

The sheet itself goes when its import ends: what was taken is in the ledger, where evidence can be
erased with the member. Refused rows stay while they can be corrected, but for those about somebody
who has left.
"""

import json
import unicodedata
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from scoring.communities.erasing import on_erase
from scoring.communities.models import Member
from scoring.communities.scope import NUMBERS
from scoring.ledger.importing.limits import REFUSED_KEPT, REFUSED_PAGE_ROWS
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


def forget_member(session: Session, member: Member) -> None:
    """Erase the cells of refused rows that name a member who has left, by number or any name."""
    told = (member.number, member.public_name, member.name_sealed, member.phone_sealed)
    names = {plain for text in told if text and len(plain := _plain(text)) > 1}
    kept = (
        select(EntryImportIssue.id, EntryImportIssue.cells_sealed)
        .join(EntryImport, EntryImport.id == EntryImportIssue.import_id)
        .where(
            EntryImport.community_code == member.community_code,
            EntryImport.forgotten_at.is_(None),
        )
        .execution_options(yield_per=REFUSED_PAGE_ROWS)
    )
    about = [
        issue_id
        for issue_id, cells in session.execute(kept)
        if any(_is_about(cell, member.number, names) for cell in json.loads(cells))
    ]
    if about:
        session.execute(
            update(EntryImportIssue)
            .where(EntryImportIssue.id.in_(about))
            .values(cells_sealed=GONE)
            .execution_options(synchronize_session=False)
        )


def _is_about(cell: str, number: str, names: set[str]) -> bool:
    plain = _plain(cell)
    return NUMBERS.tidy(cell) == number or any(name in plain for name in names)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


on_erase.append(forget_member)
