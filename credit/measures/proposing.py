"""Proposals: which measures a subject's records ask for; a department decides each of them."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.orm import Session

from credit.measures.looking import Picture, among
from credit.measures.models import MeasureApplication
from credit.measures.standing import InForce, lapse_of
from credit.measures.vocabulary import RENEWABLE, ApplicationState, LiftedWhy
from service.database import table_of

_A = table_of(MeasureApplication).c
_INSERT = insert(table_of(MeasureApplication)).on_conflict_do_nothing()


def called_for(
    measures: Collection[InForce], picture: Picture, day: date
) -> list[tuple[InForce, Any]]:
    """Each measure with each record it stands on. A subject known by name alone has none:
    a name never decides (Zhejiang Art. 24 wants the subject determined)."""
    return [
        (measure, record)
        for record in picture.records.values()
        if record.known
        for measure in measures
        if lapse_of(
            measure,
            record,
            record.subject_kind,
            picture.standing_kinds.get(record.subject_id, frozenset()),
            day,
        )
        is None
    ]


def propose(
    session: Session, wanted: Collection[tuple[InForce, Any]], because: str, now: datetime
) -> list[tuple[int, int]]:
    """Write down the proposals that are not there yet; (measure, application) of each new one.

    What was declined, lifted by hand or has run its term is not proposed again for its record.
    """
    if not wanted:
        return []
    latest = _latest(session, {record.id for _, record in wanted})
    rows = [
        {
            "measure_id": measure.id,
            "subject_id": record.subject_id,
            "record_id": record.id,
            "state": ApplicationState.proposed.value,
            "proposed_at": now,
            "proposed_because": because,
        }
        for measure, record in wanted
        if _may_follow(latest.get((measure.id, record.id)))
    ]
    if not rows:
        return []
    rows.sort(key=lambda row: (row["measure_id"], row["record_id"]))
    made = session.execute(_INSERT.returning(_A.measure_id, _A.id), rows)
    return [(row.measure_id, row.id) for row in made]


def _may_follow(last: Any) -> bool:
    """Whether another proposal may follow the last application of a measure for a record."""
    if last is None:
        return True
    return last.state == ApplicationState.lifted and LiftedWhy(last.lifted_why) in RENEWABLE


def _latest(session: Session, record_ids: Collection[int]) -> dict[tuple[int, int], Any]:
    rows = session.execute(
        select(_A.measure_id, _A.record_id, _A.state, _A.lifted_why)
        .ext(distinct_on(_A.measure_id, _A.record_id))
        .where(among(_A.record_id, record_ids))
        .order_by(_A.measure_id, _A.record_id, _A.id.desc())
    )
    return {(row.measure_id, row.record_id): row for row in rows}
