"""The look that needs no change of a record: terms that run out, measures that come into force."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, cast, func, or_, select

from credit.measures.lifting import reconsider_subjects
from credit.measures.limits import LOOK_EVERY_SECONDS, SUBJECTS_AT_ONCE
from credit.measures.looking import measures_in
from credit.measures.models import Measure, MeasureApplication
from credit.measures.register import LOOK_JOB
from credit.measures.standing import InForce
from credit.measures.vocabulary import OPEN, RENEWABLE, ApplicationState, MeasureState
from credit.records.as_facts import PUBLISHED_AT_MOST_UNTIL, RETAINED_AT_MOST_UNTIL
from credit.records.models import Record, RecordStatus
from credit.rules.vocabulary import FactKind
from credit.subjects.models import Subject
from service import clock
from service.database import db, transaction
from service.outbox import periodic

BECAUSE = "look"
_A, _M, _R = MeasureApplication, Measure, Record


@periodic(LOOK_JOB, every_seconds=LOOK_EVERY_SECONDS)
def look() -> None:
    """Lift what ran out and propose what has come to stand, some subjects at a time."""
    day = clock.today()
    subjects = sorted({*_run_out(day), *_called_for(day)})
    for at in range(0, len(subjects), SUBJECTS_AT_ONCE):
        with transaction() as session:
            reconsider_subjects(session, subjects[at : at + SUBJECTS_AT_ONCE], BECAUSE)


def _run_out(day: date) -> Iterator[int]:
    """Subjects of whom something open no longer stands, by its dates or otherwise."""
    statement = (
        select(_A.subject_id)
        .join(_M, _M.id == _A.measure_id)
        .join(_R, _R.id == _A.record_id)
        .where(
            _A.state.in_(OPEN),
            or_(
                _A.until < day,
                _M.state != MeasureState.active,
                _M.valid_to < day,
                _R.subject_id != _A.subject_id,
                ~_stands(day),
            ),
        )
    )
    yield from (one for one in db.session.scalars(statement) if one is not None)


def _called_for(day: date) -> Iterator[int]:
    """Subjects with a standing record that a measure in force may ask about, not yet proposed."""
    for measure in measures_in(db.session()).values():
        if measure.covers(day):
            yield from db.session.scalars(
                select(_R.subject_id)
                .join(Subject, Subject.id == _R.subject_id)
                .where(*_spoken_of(measure), _stands(day), ~_answered(measure.id))
            )


def _spoken_of(measure: InForce) -> list[ColumnElement[bool]]:
    target = measure.target
    wanted: list[ColumnElement[bool]] = [
        Subject.id_index.is_not(None),
        Subject.kind.in_(target.subject_kinds),
        _R.kind.in_(target.kinds),
    ]
    if target.tiers:
        wanted.append(_R.tier.in_(target.tiers))
    if target.authorities:
        wanted.append(_R.authority.in_(target.authorities))
    return wanted


def _answered(measure_id: int) -> ColumnElement[bool]:
    """Whether the measure is open for the record, or was refused or served to its end."""
    renewable = [why.value for why in RENEWABLE]
    over = and_(_A.state == ApplicationState.lifted, _A.lifted_why.in_(renewable))
    return select(_A.id).where(_A.measure_id == measure_id, _A.record_id == _R.id, ~over).exists()


def _stands(day: date) -> ColumnElement[bool]:
    """Whether a record may carry a measure: the coarse form of `standing.lapse_of_record`."""
    honour = and_(_R.kind == FactKind.HONOUR, func.coalesce(_R.valid_until, date.max) >= day)
    other = and_(
        _R.kind != FactKind.HONOUR,
        func.coalesce(_R.removed_on, date.max) > day,
        _ends(_R.published_until_max, PUBLISHED_AT_MOST_UNTIL) >= day,
        _ends(_R.retain_until, RETAINED_AT_MOST_UNTIL) >= day,
    )
    return and_(_R.status == RecordStatus.active, ~_R.disputed, or_(honour, other))


def _ends(known: Any, at_most: str) -> ColumnElement[date]:
    """The last day; of a record without a day of decision the latest it can be."""
    return func.coalesce(known, cast(_R.attributes[at_most].astext, Date), date.max)
