"""Measures follow their records: what no longer stands is lifted, what stands is proposed.

All of it happens in the caller's transaction: the record's change and what becomes of the
measures that rest on it are there together, or neither is. A record that stands again leads
to a new proposal, never to a measure that applies by itself.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CompoundSelect, Text, any_, bindparam, or_, select, union
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from credit.measures.looking import (
    Picture,
    among,
    measures_in,
    open_applications,
    picture_of,
)
from credit.measures.models import MeasureApplication
from credit.measures.proposing import called_for, propose
from credit.measures.standing import InForce, lapse_of
from credit.measures.vocabulary import OPEN, ApplicationState, LiftedWhy
from credit.measures.writing import Step, note
from credit.records.models import Record
from service import clock

_THESE = bindparam("ids", type_=ARRAY(BigInteger))
_OWNERS = select(Record.subject_id).where(Record.id == any_(_THESE))
_CONCERNED: CompoundSelect[Any] = union(
    select(MeasureApplication.subject_id).where(
        MeasureApplication.state.in_(OPEN),
        or_(
            MeasureApplication.record_id == any_(_THESE),
            MeasureApplication.subject_id.in_(_OWNERS),
        ),
    ),
    _OWNERS.where(Record.kind == any_(bindparam("kinds", type_=ARRAY(Text)))),
)


@dataclass(frozen=True, slots=True)
class Reconsidered:
    """What a look at some subjects changed."""

    lifted: int = 0
    """Applications that were confirmed."""
    dropped: int = 0
    """Proposals that nobody had decided."""
    proposed: int = 0


NOTHING = Reconsidered()


def reconsider(session: Session, record_ids: Collection[int], why: str) -> Reconsidered:
    """Look anew at the measures of the subjects whose records changed.

    Call it after the change is written, in the same transaction. `why` says what changed
    them, e.g. a case's number or `import`; the reason of a lifting follows from the record.
    """
    session.flush()
    active = measures_in(session)
    subjects = _concerned(session, record_ids, active.values())
    return reconsider_subjects(session, subjects, why) if subjects else NOTHING


def reconsider_subjects(session: Session, subject_ids: Collection[int], why: str) -> Reconsidered:
    """Look anew at all measures of some subjects, on the office's day."""
    day, now = clock.today(), clock.now()
    applications = open_applications(session, subject_ids)
    active = measures_in(session)
    mine = measures_in(session, {one.measure_id for one in applications})
    # A record may have been given to another subject: its picture is wanted as well.
    picture = picture_of(session, _whose(session, subject_ids, applications), day)
    steps = []
    lifted = dropped = 0
    for one in applications:
        lapse = _lapse(one, mine[one.measure_id], picture, day)
        if lapse is None:
            continue
        was_confirmed = one.state == ApplicationState.confirmed
        lifted, dropped = lifted + was_confirmed, dropped + (not was_confirmed)
        lift(one, lapse, now)
        steps.append(
            Step(one.measure_id, one.id, "lifted", {"why": lapse.value, "was": was_confirmed}, why)
        )
    session.flush()
    for measure_id, application_id in propose(
        session, called_for(active.values(), picture, day), why, now
    ):
        steps.append(Step(measure_id, application_id, "proposed", {}, why))
    note(session, steps, now)
    return Reconsidered(lifted, dropped, len(steps) - lifted - dropped)


def lift(one: MeasureApplication, why: LiftedWhy, now: datetime, text: str | None = None) -> None:
    """Mark an application as lifted."""
    one.state, one.lifted_at = ApplicationState.lifted, now
    one.lifted_why, one.lifted_note = why.value, text


def _lapse(
    one: MeasureApplication, measure: InForce, picture: Picture, day: date
) -> LiftedWhy | None:
    record = picture.records.get(one.record_id or 0)
    if record is None or record.subject_id != one.subject_id:
        return LiftedWhy.changed
    kinds = picture.standing_kinds.get(record.subject_id, frozenset())
    return lapse_of(measure, record, record.subject_kind, kinds, day, until=one.until)


def _concerned(
    session: Session, record_ids: Collection[int], active: Collection[InForce]
) -> set[int]:
    """Subjects with an open application, or with a record some active measure asks about."""
    if not record_ids:
        return set()
    kinds = {kind for measure in active for kind in measure.target.kinds | measure.target.without}
    given = {"ids": list(record_ids), "kinds": sorted(kinds)}
    return {one for one in session.scalars(_CONCERNED, given) if one is not None}


def _whose(
    session: Session, subject_ids: Collection[int], applications: Collection[MeasureApplication]
) -> set[int]:
    ids = [one.record_id for one in applications if one.record_id is not None]
    if not ids:
        return set(subject_ids)
    owners = session.scalars(select(Record.subject_id).where(among(Record.id, ids)))
    return {*subject_ids, *owners}
