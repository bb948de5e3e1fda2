"""Good-faith records (守信): honours that stand, shown apart from what is held against anybody."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from credit.records.models import Record, RecordStatus
from credit.rules.vocabulary import FactKind

SHOWN_MAX = 200
"""Honours of one subject listed at most, the latest first."""
IS_HONOUR = Record.kind == FactKind.HONOUR.value
"""For queries: good faith alone, or, negated, what may be held against somebody."""


def honours_of(session: Session, subject_ids: Collection[int], day: date) -> Sequence[Record]:
    """Honours of some subjects that stand on a day, the latest first."""
    return session.scalars(
        select(Record)
        .where(
            Record.subject_id.in_(subject_ids),
            IS_HONOUR,
            Record.status == RecordStatus.active,
            or_(Record.valid_until.is_(None), Record.valid_until >= day),
        )
        .order_by(Record.decided_on.desc(), Record.id.desc())
        .limit(SHOWN_MAX)
    ).all()
