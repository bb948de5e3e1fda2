"""The row of an import, kept in step with the work in the transaction of the block it tells of."""

from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from scoring.ledger.importing.block import BlockResult
from scoring.ledger.importing.outcome import Outcome
from scoring.ledger.importing.problems import ImportUnknown, Overtaken
from scoring.ledger.models import EntryImport
from service import clock, pace
from service.database import db, transaction
from service.messages import Message, msg
from service.packed import pack

QUEUED, RUNNING, DONE, FAILED = "queued", "running", "done", "failed"
ENDED = frozenset({DONE, FAILED})
_ISSUE_COLUMNS = 'import_id, row, "column", message, remedy, cells_sealed'


def begin(import_id: UUID, total: int) -> int:
    """Mark an import as running; returns how many rows are done already."""
    with transaction() as session:
        done = _done(session, import_id)
        _set(session, import_id, total=total, state=RUNNING)
    return done


def add(session: Session, import_id: UUID, result: BlockResult, done_before: int) -> None:
    """Count a block in its transaction. Raises `Overtaken` when another worker did so before."""
    if _done(session, import_id) != done_before:
        raise Overtaken
    counts = {one.value: getattr(EntryImport, one) + result.counts[one] for one in Outcome}
    _set(session, import_id, done=EntryImport.done + result.rows, **counts)
    driver: Any = session.connection().connection.driver_connection
    statement = f"COPY points_import_issue ({_ISSUE_COLUMNS}) FROM STDIN"
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row, column, message, remedy, cells in result.issues:
            copy.write_row((import_id, row, column, Jsonb(message), Jsonb(remedy), cells))


def end(session: Session, import_id: UUID, state: str, problem: Message | None = None) -> None:
    """Close an import."""
    told = None if problem is None else pack(problem)
    _set(session, import_id, state=state, problem=told, ended_at=clock.now())


def current(import_id: UUID, community_code: str | None = None) -> EntryImport:
    """The import as it stands, of that community if one is given. Raises `ImportUnknown`."""
    row = db.session.get(EntryImport, import_id, populate_existing=True)
    if row is None or community_code not in {None, row.community_code}:
        raise ImportUnknown(msg("没有这次导入。"))
    return row


def seconds_left(row: EntryImport) -> float | None:
    """Seconds left by the pace so far; None when unknown or over."""
    if row.state != RUNNING:
        return None
    return pace.seconds_left(row.started_at, row.done, row.total, clock.now())


def _done(session: Session, import_id: UUID) -> int:
    wanted = select(EntryImport.done).where(EntryImport.id == import_id).with_for_update()
    return session.execute(wanted).scalar_one()


def _set(session: Session, import_id: UUID, **values: Any) -> None:
    session.execute(
        update(EntryImport)
        .where(EntryImport.id == import_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
