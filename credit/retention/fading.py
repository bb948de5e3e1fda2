"""What fades around the records: whom a check named, and the files people sent.

A check keeps its facts, its rule version and the masks on its certificate, so it replays and
verifies for ever; name and number go. Of an import and a batch only counts stay.
"""

from datetime import date

from sqlalchemy import TextClause, func, select, text

from credit.checks.models import Check
from credit.retention.limits import CHECKS_AT_ONCE, FILES_AT_ONCE
from credit.retention.terms import Kept, made_before
from service.database import db, transaction

_CHECKS = text("""
    UPDATE credit_check SET id_sealed = NULL, name_sealed = NULL WHERE id IN (
        SELECT id FROM credit_check WHERE name_sealed IS NOT NULL AND created_at < :before
        ORDER BY created_at LIMIT :most FOR UPDATE SKIP LOCKED)
    RETURNING id
""")
_IMPORTS_DUE = """
    SELECT m.id, m.file_id FROM record_import m
    WHERE m.state IN ('done', 'failed') AND m.finished_at < :before
        AND (EXISTS (SELECT 1 FROM stored_piece p WHERE p.file_id = m.file_id)
            OR EXISTS (SELECT 1 FROM import_issue i WHERE i.import_id = m.id
                AND i.raw IS NOT NULL))
"""
_IMPORTS = text(f"""
    WITH due AS ({_IMPORTS_DUE} ORDER BY m.finished_at LIMIT :most),
        pieces AS (DELETE FROM stored_piece WHERE file_id IN (SELECT file_id FROM due)),
        cells AS (UPDATE import_issue SET raw = NULL WHERE import_id IN (SELECT id FROM due))
    SELECT count(*) FROM due
""")  # noqa: S608 - texts of our own
_BATCHES_DUE = """
    SELECT b.id, b.file_id, b.result_id FROM check_batch b
    WHERE b.state IN ('done', 'failed') AND b.created_at < :before
        AND EXISTS (SELECT 1 FROM stored_piece p WHERE p.file_id IN (b.file_id, b.result_id))
"""
_BATCHES = text(f"""
    WITH due AS ({_BATCHES_DUE} ORDER BY b.created_at LIMIT :most),
        pieces AS (DELETE FROM stored_piece WHERE file_id IN
            (SELECT file_id FROM due UNION SELECT result_id FROM due)),
        chunks AS (DELETE FROM check_batch_chunk WHERE batch_id IN (SELECT id FROM due)),
        results AS (UPDATE check_batch SET result_id = NULL WHERE id IN (SELECT id FROM due))
    SELECT count(*) FROM due
""")  # noqa: S608 - texts of our own


def forget_checked(day: date) -> int:
    """Erase names and numbers of checks whose term is over; how many."""
    before = made_before(Kept.checked_identity, day)
    done = 0
    while True:
        with transaction() as session:
            some = session.scalars(_CHECKS, {"before": before, "most": CHECKS_AT_ONCE}).all()
        done += len(some)
        if len(some) < CHECKS_AT_ONCE:
            return done


def forget_imports(day: date) -> int:
    """Destroy files and cells of imports whose term is over; how many imports."""
    return _in_blocks(_IMPORTS, {"before": made_before(Kept.import_file, day)})


def forget_batches(day: date) -> int:
    """Destroy lists and results of batches whose term is over; how many batches."""
    return _in_blocks(_BATCHES, {"before": made_before(Kept.checked_identity, day)})


def _in_blocks(statement: TextClause, values: dict[str, object]) -> int:
    done = 0
    while True:
        with transaction() as session:
            count = int(session.execute(statement, values | {"most": FILES_AT_ONCE}).scalar_one())
        done += count
        if count < FILES_AT_ONCE:
            return done


def count_checked(day: date) -> int:
    """Checks whose name and number would go."""
    before = made_before(Kept.checked_identity, day)
    named = (Check.name_sealed.is_not(None), Check.created_at < before)
    return db.session.scalar(select(func.count()).select_from(Check).where(*named)) or 0


def count_imports(day: date) -> int:
    """Imports whose file would go."""
    return _count(_IMPORTS_DUE, made_before(Kept.import_file, day))


def count_batches(day: date) -> int:
    """Batches whose lists would go."""
    return _count(_BATCHES_DUE, made_before(Kept.checked_identity, day))


def _count(due: str, before: object) -> int:
    counted = text(f"SELECT count(*) FROM ({due}) AS due")  # noqa: S608 - texts of our own
    return int(db.session.execute(counted, {"before": before}).scalar_one())
