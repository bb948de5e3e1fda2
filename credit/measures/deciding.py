"""Use cases of a department: confirm or decline a proposal, report back, lift by hand."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from credit.measures.lifting import lift
from credit.measures.looking import measures_in, picture_of
from credit.measures.models import Measure, MeasureApplication
from credit.measures.problems import ApplicationMoved, ApplicationUnknown
from credit.measures.standing import lapse_of
from credit.measures.vocabulary import ApplicationState, LiftedWhy
from credit.measures.wording import LIFTED
from credit.measures.writing import Step, note
from credit.records.models import Record
from credit.records.problems import ID_MAX
from service import audit, clock
from service.access import Scope, current_account, scope_of
from service.database import transaction
from service.messages import msg
from service.months import add_months

ACTION = "measures.confirm"


@dataclass(frozen=True)
class Decided:
    """An application with its measure, locked for a decision."""

    application: MeasureApplication
    measure: Measure


def confirm(application_id: int) -> MeasureApplication:
    """Apply a proposed measure. Its term runs from today.

    Raises `ApplicationMoved` when it was decided before or what it rests on no longer stands:
    the record is locked, so a repair comes either before or after, never in between.
    """
    with transaction() as session:
        found = _locked(session, application_id, ApplicationState.proposed)
        one, measure, day = found.application, found.measure, clock.today()
        lapse = _lapse(session, one)
        if lapse is not None:
            raise ApplicationMoved(
                msg("所依据的记录已不能支持这项措施：{why}。", why=LIFTED[lapse]), why=lapse.value
            )
        one.state = ApplicationState.confirmed
        one.confirmed_by, one.confirmed_at = audit.current_actor().name, clock.now()
        one.until = add_months(day, measure.term_months) if measure.term_months else None
        until = one.until.isoformat() if one.until else None
        step = Step(measure.id, one.id, "confirmed", {"until": until})
        note(session, [step], one.confirmed_at)
    return one


def decline(application_id: int, reason: str) -> MeasureApplication:
    """Decline a proposal for good, with the reason. Raises `ApplicationMoved`."""
    with transaction() as session:
        found = _locked(session, application_id, ApplicationState.proposed)
        one = found.application
        one.state, one.decline_reason = ApplicationState.declined, reason
        one.declined_by, one.declined_at = audit.current_actor().name, clock.now()
        note(session, [Step(found.measure.id, one.id, "declined", {}, reason)], one.declined_at)
    return one


def report_back(application_id: int, text: str) -> MeasureApplication:
    """Write down what was done and what came of it; a later report replaces the text shown.

    Raises `ApplicationMoved` for one that never was confirmed.
    """
    with transaction() as session:
        found = _locked(session, application_id, None)
        one = found.application
        if one.confirmed_at is None:
            raise ApplicationMoved(msg("只有确认实施过的措施可以反馈。"))
        one.feedback, one.feedback_at = text, clock.now()
        one.feedback_by = audit.current_actor().name
        note(session, [Step(found.measure.id, one.id, "feedback", {}, text)], one.feedback_at)
    return one


def lift_by_hand(application_id: int, reason: str) -> MeasureApplication:
    """Lift a confirmed measure for a reason of the department's; it is not proposed again.

    Raises `ApplicationMoved` when it does not apply.
    """
    with transaction() as session:
        found = _locked(session, application_id, ApplicationState.confirmed)
        one, now = found.application, clock.now()
        lift(one, LiftedWhy.by_hand, now, reason)
        told = {"why": LiftedWhy.by_hand.value, "was": True}
        note(session, [Step(found.measure.id, one.id, "lifted", told, reason)], now)
    return one


def in_my_scope(measure: Measure, action: str) -> bool:
    """Whether the caller may act on applications of a measure: a department on its unit's."""
    account = current_account()
    if account is None:
        return True  # a command or a job acts for the office
    return scope_of(account, action) is not Scope.unit or measure.department == account.unit


def _locked(session: Session, application_id: int, wanted: ApplicationState | None) -> Decided:
    """The application, its record locked before it: in the order in which repairs lock."""
    known = session.get(MeasureApplication, application_id) if application_id <= ID_MAX else None
    measure = None if known is None else session.get(Measure, known.measure_id)
    if known is None or measure is None or not in_my_scope(measure, ACTION):
        raise ApplicationUnknown(msg("没有找到这条措施建议。"))
    if known.record_id is not None:
        session.execute(
            select(Record.id).where(Record.id == known.record_id).with_for_update(read=True)
        )
    session.refresh(known, with_for_update=True)
    if wanted is not None and known.state != wanted:
        raise ApplicationMoved(msg("这条措施建议已办理或已解除，请刷新后再看。"), state=known.state)
    return Decided(known, measure)


def _lapse(session: Session, one: MeasureApplication) -> LiftedWhy | None:
    if one.subject_id is None:
        return LiftedWhy.expiry
    day = clock.today()
    picture = picture_of(session, [one.subject_id], day)
    record: Any = picture.records.get(one.record_id or 0)
    if record is None:
        return LiftedWhy.changed
    kinds = picture.standing_kinds.get(one.subject_id, frozenset())
    measure = measures_in(session, [one.measure_id])[one.measure_id]
    return lapse_of(measure, record, record.subject_kind, kinds, day)
