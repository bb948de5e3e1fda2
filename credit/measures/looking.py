"""Reads, for some subjects, what their measures rest on: records, measures, applications."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, any_, bindparam, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from credit.measures.models import Measure, MeasureApplication
from credit.measures.standing import InForce, lapse_of_record
from credit.measures.target import Target
from credit.measures.vocabulary import OPEN, MeasureState
from credit.records.models import Record
from credit.subjects.models import Subject
from service.database import table_of

_R, _S = table_of(Record).c, table_of(Subject).c
_COLUMNS = (
    "id", "subject_id", "kind", "status", "title", "authority", "tier", "valid_until",
    "removed_on", "simple_procedure", "juvenile", "disputed", "published_until_max",
    "retain_until", "attributes",
)  # fmt: skip
_RECORDS = select(
    *(_R[name] for name in _COLUMNS),
    _S.kind.label("subject_kind"),
    _S.id_index.is_not(None).label("known"),
).join_from(_R.id.table, _S.id.table, _S.id == _R.subject_id)

_MEASURES = select(Measure.id, Measure.state, Measure.valid_from, Measure.valid_to, Measure.target)
_ACTIVE = _MEASURES.where(Measure.state == MeasureState.active)


@dataclass(frozen=True)
class Picture:
    """What is on file about some subjects, as far as their measures rest on it."""

    records: dict[int, Any]
    """By number; rows with the columns of a record, `subject_kind` and `known`."""
    standing_kinds: dict[int, frozenset[str]]
    """Subject -> kinds of its records that stand on the day."""


def among(column: Any, ids: Collection[int]) -> ColumnElement[bool]:
    """Whether a column is one of these numbers; they go out as one array, however many."""
    given = bindparam(None, sorted(ids), type_=ARRAY(BigInteger))
    found: ColumnElement[bool] = column == any_(given)
    return found


def picture_of(session: Session, subject_ids: Collection[int], day: date) -> Picture:
    """The records of some subjects and which kinds of them stand on a day."""
    rows = session.execute(_RECORDS.where(among(_R.subject_id, subject_ids))).all()
    kinds: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        if lapse_of_record(row, day) is None:
            kinds[row.subject_id].add(row.kind)
    return Picture(
        {row.id: row for row in rows}, {one: frozenset(found) for one, found in kinds.items()}
    )


def measures_in(session: Session, ids: Iterable[int] | None = None) -> dict[int, InForce]:
    """Measures by their number in the table: those named, or all that are active."""
    statement = _ACTIVE if ids is None else _MEASURES.where(Measure.id.in_(set(ids)))
    return {
        row.id: InForce(
            row.id, row.state, row.valid_from, row.valid_to, Target.from_json(row.target)
        )
        for row in session.execute(statement)
    }


def open_applications(
    session: Session, subject_ids: Collection[int]
) -> Sequence[MeasureApplication]:
    """What is proposed for or applied to some subjects, locked in one order."""
    return session.scalars(
        select(MeasureApplication)
        .where(
            among(MeasureApplication.subject_id, subject_ids), MeasureApplication.state.in_(OPEN)
        )
        .order_by(MeasureApplication.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
