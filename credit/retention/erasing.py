"""Lets records go, some at a time: all that told of them goes in one transaction.

What goes with a record: its row and what it was delivered as, every version its history kept,
the cells an import had doubts about, the files of its feed (their other rows are on record, too),
the reports that tell of it, whom a measure was proposed for because of it, and the name and number
of its subject when nothing else is on record about it. What stays: the tombstone, the frozen facts
of checks, which name nobody, and sums.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Row, func, select, text
from sqlalchemy.orm import Session

from credit.measures.lifting import reconsider
from credit.records.importing.block import WRITERS_LOCK
from credit.records.models import Record
from credit.retention.due import hold_of, is_past, why
from credit.retention.limits import RECORDS_AT_ONCE
from credit.retention.models import RecordTombstone
from service import audit
from service.audit import Deed
from service.database import table_of, transaction
from service.database.append_only import retiring

_TOMB = table_of(RecordTombstone)
_FORGET_FILES = text("""
    DELETE FROM stored_piece WHERE file_id IN (
        SELECT file_id FROM record_import WHERE state = 'done'
            AND feed IN (SELECT feed FROM record WHERE id = ANY(:ids)))
""")
"""Of the whole feed: a source repeats its rows, and a repeated row leaves no trace on a record."""
_FORGET_CELLS = text("""
    DELETE FROM import_issue i USING (
        SELECT import_id, import_row FROM record WHERE id = ANY(:ids)
        UNION SELECT import_id, import_row FROM record_history WHERE record_id = ANY(:ids)
    ) AS came WHERE i.import_id = came.import_id AND i.row = came.import_row
""")
_FORGET_WHOM = text("UPDATE measure_application SET subject_id = NULL WHERE record_id = ANY(:ids)")
_FORGET_REPORTS = text("""
    DELETE FROM credit_report WHERE subject_id = ANY(:subjects)
        AND jsonb_exists_any(told -> 'records', CAST(:told AS text[]))
""")
"""A report repeats what its records say; one that tells of a record that left is worth nothing."""
_DELETE = text("DELETE FROM record WHERE id = ANY(:ids)")
_DELETE_HISTORY = text("DELETE FROM record_history WHERE record_id = ANY(:ids)")
_LONELY = """
    NOT EXISTS (SELECT 1 FROM record r WHERE r.subject_id = s.id)
    AND NOT EXISTS (SELECT 1 FROM credit_check c WHERE c.subject_id = s.id
        AND c.outcome <> 'passed' AND c.reviewed_at IS NULL AND c.superseded_by_id IS NULL
        AND c.name_sealed IS NOT NULL)
"""
_FORGET_SUBJECTS = text(f"""
    UPDATE subject s SET name = '', name_key = 'erased:' || s.id, id_type = NULL,
        id_index = NULL, id_sealed = NULL, id_mask = NULL, code = NULL, flags = '[]',
        profile = '{{}}', registered_on = NULL, import_id = NULL, import_row = NULL,
        erased_on = :day
    WHERE s.id = ANY(:subjects) AND s.erased_on IS NULL AND {_LONELY}
        AND (s.kind = 'natural_person' OR (s.registered_on IS NULL
            AND s.profile - ARRAY['former_names', 'other_names'] = '{{}}'))
    RETURNING s.id
""")  # noqa: S608 - a text of our own
"""An organisation of the register stays: being registered is nothing held against it."""


def erase_some(day: date) -> tuple[dict[str, int], int]:
    """Let some due records go; returns how many by kind, and how many subjects went along."""
    with transaction() as session:
        # No import writes meanwhile: it may be about to give a lonely subject another record.
        session.execute(select(func.pg_advisory_xact_lock(WRITERS_LOCK)))
        rows = _due(session, day)
        if not rows:
            return {}, 0
        ids = [row.id for row in rows]
        subjects = sorted({row.subject_id for row in rows})
        reconsider(session, ids, "retention")
        session.flush()
        session.execute(
            _TOMB.insert(),
            [{"record_id": row.id, "reason": row.why, "erased_on": day} for row in rows],
        )
        session.execute(_FORGET_WHOM, {"ids": ids})
        session.execute(_FORGET_CELLS, {"ids": ids})
        session.execute(_FORGET_FILES, {"ids": ids})
        with retiring(session):
            told = {"subjects": subjects, "told": [str(one) for one in ids]}
            session.execute(_FORGET_REPORTS, told)
            session.execute(_DELETE, {"ids": ids})
            session.execute(_DELETE_HISTORY, {"ids": ids})
        named = session.scalars(_FORGET_SUBJECTS, {"subjects": subjects, "day": day}).all()
        audit.record_many(
            Deed("records.erased", "record", str(row.id), {"why": row.why}) for row in rows
        )
        session.expire_all()
        return _by_kind(rows), len(named)


def _due(session: Session, day: date) -> Sequence[Row[int, int, str, str]]:
    """Lock some; look again at what is locked, for a case may have begun in this moment."""
    may_go = (is_past(day), hold_of(day).is_(None))
    locked = session.scalars(
        select(Record.id)
        .where(*may_go)
        .order_by(Record.id)
        .limit(RECORDS_AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    found = select(Record.id, Record.subject_id, Record.kind, why().label("why"))
    return session.execute(found.where(Record.id.in_(locked), *may_go).order_by(Record.id)).all()


def _by_kind(rows: Sequence[Row[int, int, str, str]]) -> dict[str, int]:
    kinds: dict[str, int] = {}
    for row in rows:
        kinds[row.kind] = kinds.get(row.kind, 0) + 1
    return kinds
