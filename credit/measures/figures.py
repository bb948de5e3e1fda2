"""Figures of measures: how many were proposed, confirmed, lifted, reported on, and how fast."""

from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from credit.measures.happening import Happened, happened_in
from credit.measures.models import MeasureApplication
from credit.measures.vocabulary import ApplicationState
from service.statistics.period import Period

_A = MeasureApplication
_DAY_SECONDS = 86_400


@dataclass(frozen=True)
class MeasureFigures:
    """The figures of one measure in a period; `waiting` and `applied` are those of now."""

    proposed: int = 0
    confirmed: int = 0
    declined: int = 0
    lifted: int = 0
    """Of those that had been confirmed."""
    dropped: int = 0
    """Proposals whose record no longer stood before anybody had decided."""
    feedback: int = 0
    waiting: int = 0
    applied: int = 0
    days_to_confirm: Decimal | None = None
    """Median of calendar days from proposal to confirmation."""
    lifted_by: dict[str, int] = field(default_factory=dict)
    """`LiftedWhy` -> how many, of those that had been confirmed."""


NOTHING = MeasureFigures()


def figures_of(
    session: Session,
    measure_ids: Collection[int],
    asked: Period | None = None,
) -> dict[int, MeasureFigures]:
    """Figures by measure, of what happened in a period or ever."""
    steps = {what: happened_in(what, asked)[1] for what in Happened}
    lifted = steps[Happened.lifted]
    days = func.extract("epoch", _A.confirmed_at - _A.proposed_at) / _DAY_SECONDS
    median = func.percentile_cont(0.5).within_group(days).filter(steps[Happened.confirmed])
    rows = session.execute(
        select(
            _A.measure_id,
            *(func.count().filter(step).label(what.value) for what, step in steps.items()),
            func.count().filter(_A.state == ApplicationState.proposed).label("waiting"),
            func.count().filter(_A.state == ApplicationState.confirmed).label("applied"),
            median.label("days"),
        )
        .where(_A.measure_id.in_(measure_ids))
        .group_by(_A.measure_id)
    ).all()
    reasons = _reasons(session, measure_ids, lifted)
    return {
        row.measure_id: MeasureFigures(
            **{what.value: getattr(row, what.value) for what in Happened},
            waiting=row.waiting,
            applied=row.applied,
            days_to_confirm=None if row.days is None else round(Decimal(row.days), 1),
            lifted_by=reasons.get(row.measure_id, {}),
        )
        for row in rows
    }


def _reasons(
    session: Session, measure_ids: Collection[int], lifted: ColumnElement[bool]
) -> dict[int, dict[str, int]]:
    rows = session.execute(
        select(_A.measure_id, _A.lifted_why, func.count())
        .where(_A.measure_id.in_(measure_ids), lifted)
        .group_by(_A.measure_id, _A.lifted_why)
        .order_by(_A.measure_id, _A.lifted_why)
    )
    found: dict[int, dict[str, int]] = {}
    for measure_id, why, count in rows:
        found.setdefault(measure_id, {})[str(why)] = count
    return found
