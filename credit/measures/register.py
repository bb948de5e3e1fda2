"""Use cases of the register: draw up, revise, bring into force and end a measure."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from credit.measures.catalogue import edition_on
from credit.measures.drafts import Basis, NewMeasure, faults_of, lacks_of
from credit.measures.lifting import lift
from credit.measures.models import Measure, MeasureApplication
from credit.measures.numbers import new_number, tidy_number
from credit.measures.problems import (
    MeasureMoved,
    MeasureNotAllowed,
    MeasureUngrounded,
    MeasureUnknown,
)
from credit.measures.target import Target
from credit.measures.vocabulary import (
    OPEN,
    ApplicationState,
    BasisLevel,
    LiftedWhy,
    MeasureKind,
    MeasureState,
)
from credit.measures.writing import Step, note
from service import audit, clock
from service.database import transaction
from service.messages import msg
from service.outbox import enqueue

LOOK_JOB = "measures.look"
REVISABLE = (
    "kind", "name", "name_en", "content", "legal_basis", "published_url", "catalogue_item",
    "target", "department", "term_months", "valid_from", "valid_to", "demonstration",
)  # fmt: skip


def draw_up(new: NewMeasure) -> Measure:
    """Put a measure on the register as a draft. Raises `MeasureNotAllowed`, naming every fault."""
    _allowed(new, clock.today())
    now = clock.now()
    with transaction() as session:
        measure = Measure(
            number=new_number(clock.today()),
            **_columns(new),
            state=MeasureState.draft,
            version=1,
            created_by=audit.current_actor().name,
            created_at=now,
            updated_at=now,
        )
        session.add(measure)
        session.flush()
        note(session, [Step(measure.id, None, "created")], now)
    return measure


def revise(number: str, version: int, new: NewMeasure) -> Measure:
    """Change a draft. What has been published is not changed: it is ended and drawn up anew.

    Raises `MeasureMoved` when it is no draft any more or was revised by somebody else.
    """
    _allowed(new, clock.today())
    with transaction() as session:
        measure = _locked(session, number)
        if measure.state != MeasureState.draft or measure.version != version:
            raise MeasureMoved(msg("这项措施已被他人修改，或者不再是草案，请刷新后再看。"))
        after = _columns(new)
        changed = {
            name: [_plain(getattr(measure, name)), _plain(after[name])]
            for name in REVISABLE
            if getattr(measure, name) != after[name]
        }
        for name in REVISABLE:
            setattr(measure, name, after[name])
        _touch(measure)
        note(session, [Step(measure.id, None, "revised", changed)], measure.updated_at)
    return measure


def activate(number: str) -> Measure:
    """Bring a draft into force, and look for records that ask for it.

    Raises `MeasureUngrounded` with everything a constraint lacks, `MeasureNotAllowed` when the
    list in force today does not allow it, and `MeasureMoved`.
    """
    with transaction() as session:
        measure = _locked(session, number)
        if measure.state != MeasureState.draft:
            raise MeasureMoved(msg("只有草案可以生效，请刷新后再看。"))
        new = as_drawn_up(measure)
        lacks = lacks_of(new)
        if lacks:
            raise MeasureUngrounded(
                msg("约束措施须有依据、清单项目和公布网址才能生效。"), errors=lacks
            )
        _allowed(new, clock.today())
        measure.state = MeasureState.active
        _touch(measure)
        measure.activated_at = measure.updated_at
        note(session, [Step(measure.id, None, "activated")], measure.updated_at)
        enqueue(LOOK_JOB, open_key=f"{LOOK_JOB}:{measure.id}")
    return measure


def end(number: str, reason: str) -> Measure:
    """End a measure for good; everything proposed or applied by it is lifted at once.

    Raises `MeasureMoved` when it is not in force.
    """
    with transaction() as session:
        measure = _locked(session, number)
        if measure.state != MeasureState.active:
            raise MeasureMoved(msg("这项措施不在实施中，请刷新后再看。"))
        measure.state = MeasureState.ended
        _touch(measure)
        measure.ended_at = now = measure.updated_at
        steps = [Step(measure.id, None, "ended", reason=reason)]
        for one in _open(session, measure.id):
            was = one.state == ApplicationState.confirmed
            lift(one, LiftedWhy.ended, now, reason)
            told = {"why": LiftedWhy.ended.value, "was": was}
            steps.append(Step(measure.id, one.id, "lifted", told, reason))
        note(session, steps, now)
    return measure


def as_drawn_up(measure: Measure) -> NewMeasure:
    """What a measure says, in the form in which it is judged."""
    given: dict[str, Any] = {name: getattr(measure, name) for name in REVISABLE}
    given["kind"] = MeasureKind(measure.kind)
    given["legal_basis"] = tuple(
        Basis(BasisLevel(one["level"]), one["doc"], one["article"]) for one in measure.legal_basis
    )
    given["target"] = Target.from_json(measure.target)
    return NewMeasure(**given)


def _allowed(new: NewMeasure, day: date) -> None:
    faults = faults_of(new, edition_on(day))
    if faults:
        raise MeasureNotAllowed(faults[0].message, errors=faults)


def _columns(new: NewMeasure) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(new, name) for name in REVISABLE}
    return values | {
        "kind": new.kind.value,
        "legal_basis": [one.to_json() for one in new.legal_basis],
        "target": new.target.to_json(),
    }


def _locked(session: Session, number: str) -> Measure:
    """The measure, locked so that steps of its applications can still refer to it: whoever takes
    one holds an application that ending the measure waits for."""
    measure = session.scalar(
        select(Measure)
        .where(Measure.number == (tidy_number(number) or ""))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if measure is None:
        raise MeasureUnknown(msg("没有找到这项措施。"))
    return measure


def _open(session: Session, measure_id: int) -> list[MeasureApplication]:
    return list(
        session.scalars(
            select(MeasureApplication)
            .where(MeasureApplication.measure_id == measure_id, MeasureApplication.state.in_(OPEN))
            .order_by(MeasureApplication.id)
            .with_for_update()
        )
    )


def _touch(measure: Measure) -> None:
    measure.version += 1
    measure.updated_at = clock.now()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
