"""What fades around the records: whom a check named, files people sent, messages they were told.

A check keeps its facts, its rule version and the masks on its certificate, so it replays and
verifies for ever; name and number go. Of an import and a batch only counts stay. What a message
told stands in the case it is about, in its letters and in the trail.
"""

from datetime import date, datetime

from sqlalchemy import TextClause, func, select, text

from credit.checks.models import Check
from credit.retention.limits import CHECKS_AT_ONCE, FILES_AT_ONCE, MESSAGES_AT_ONCE
from credit.retention.terms import Kept, made_before
from service.database import db, transaction

_CHECKS = text("""
    WITH due AS (
            SELECT id FROM credit_check WHERE name_sealed IS NOT NULL AND created_at < :before
            ORDER BY created_at LIMIT :most FOR UPDATE SKIP LOCKED),
        named AS (UPDATE credit_check SET id_sealed = NULL, name_sealed = NULL
            WHERE id IN (SELECT id FROM due))
    SELECT count(*) FROM due
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
_MESSAGES_DUE = """
    SELECT id FROM notice WHERE id < coalesce(
        (SELECT id FROM notice WHERE created_at >= :before ORDER BY id LIMIT 1),
        (SELECT max(id) + 1 FROM notice))
"""
"""Messages are numbered as they come: those before the first that is too young, and no other is
looked at."""
_MESSAGES = text(f"""
    WITH due AS ({_MESSAGES_DUE} ORDER BY id LIMIT :most),
        sent AS (DELETE FROM notice_delivery WHERE notice_id IN (SELECT id FROM due)),
        told AS (DELETE FROM notice WHERE id IN (SELECT id FROM due))
    SELECT count(*) FROM due
""")  # noqa: S608 - texts of our own


def forget_checked(day: date) -> int:
    """Erase names and numbers of checks whose term is over; how many."""
    return _in_blocks(_CHECKS, made_before(Kept.checked_identity, day), CHECKS_AT_ONCE)


def forget_imports(day: date) -> int:
    """Destroy files and cells of imports whose term is over; how many imports."""
    return _in_blocks(_IMPORTS, made_before(Kept.import_file, day), FILES_AT_ONCE)


def forget_batches(day: date) -> int:
    """Destroy lists and results of batches whose term is over; how many batches."""
    return _in_blocks(_BATCHES, made_before(Kept.checked_identity, day), FILES_AT_ONCE)


def forget_messages(day: date) -> int:
    """Delete messages whose term is over, with what was noted of their way out; how many."""
    return _in_blocks(_MESSAGES, made_before(Kept.message, day), MESSAGES_AT_ONCE)


def _in_blocks(statement: TextClause, before: datetime, most: int) -> int:
    done = 0
    while True:
        with transaction() as session:
            values = {"before": before, "most": most}
            count = int(session.execute(statement, values).scalar_one())
        done += count
        if count < most:
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


def count_messages(day: date) -> int:
    """Messages that would go."""
    return _count(_MESSAGES_DUE, made_before(Kept.message, day))


def _count(due: str, before: datetime) -> int:
    counted = text(f"SELECT count(*) FROM ({due}) AS due")  # noqa: S608 - texts of our own
    return int(db.session.execute(counted, {"before": before}).scalar_one())
