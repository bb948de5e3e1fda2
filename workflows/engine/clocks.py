"""The clocks of a case: started, paused, resumed, extended and ended by its actions.

Everything here happens within the caller's transaction, under its lock of the case. A day on
which a clock stops or goes on is not counted, as the day of an event never is (Civil Code
Art. 201); every change leaves a row of history.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import clock as office
from service.database import db
from workflows.engine.deadlines import alarm_of, read_pauses, reckon
from workflows.engine.definition import ClockRule, Definition
from workflows.engine.models import CaseClock, CaseFile, ClockChange, ClockState
from workflows.workdays.calendar import Calendar, Counted, Period
from workflows.workdays.hours import received_on
from workflows.workdays.service import calendar_at, current_calendar

LIVE = (ClockState.running, ClockState.paused)


def start(session: Session, case: CaseFile, rule: ClockRule, at: datetime) -> CaseClock:
    """Start a clock; the working day after the one of receipt is day one."""
    calendar = current_calendar()
    received = received_on(at, calendar)
    deadline = reckon(calendar, received, rule.days)
    made = CaseClock(
        case_id=case.id,
        kind=rule.code,
        state=ClockState.running,
        days=rule.days,
        received_on=received,
        paused_on=None,
        pauses=[],
        due_on=deadline.due_on,
        amber_on=deadline.amber_on,
        calendar_version=calendar.version,
        provisional=deadline.provisional,
        on_due=rule.on_due,
        escalate_after=rule.escalate_after,
        started_at=at,
        ended_at=None,
    )
    session.add(made)
    session.flush()  # its history names it by its number
    _changed(session, made, "started", at, before=None)
    return made


def end(session: Session, case: CaseFile, kinds: Collection[str], at: datetime) -> None:
    """End the live clocks of some kinds: what they waited for has been done.

    Done on the due day is in time until midnight (Civil Code Art. 203).
    """
    for one in _live(session, case.id):
        if one.kind in kinds:
            done_on = one.paused_on or office.at_office(at).date()
            in_time = done_on <= one.due_on
            _end(session, one, ClockState.met if in_time else ClockState.missed, at)


def drop_all(session: Session, case: CaseFile, at: datetime) -> None:
    """End all live clocks: the case has taken another way."""
    for one in _live(session, case.id):
        _end(session, one, ClockState.dropped, at)


def pause(session: Session, case: CaseFile, definition: Definition, at: datetime) -> None:
    """Let all clocks stand still but the applicant's own: the applicant is awaited."""
    for one in _live(session, case.id):
        rule = definition.clocks.get(one.kind)
        if one.state == ClockState.running and not (rule and rule.for_applicant):
            one.state, one.paused_on = ClockState.paused, office.at_office(at).date()
            _changed(session, one, "paused", at, before=one.due_on)


def resume(
    session: Session,
    case: CaseFile,
    definition: Definition,  # noqa: ARG001 - one signature with `pause`
    at: datetime,
) -> None:
    """Let paused clocks go on, on the working day after the one of receipt."""
    calendar = current_calendar()
    last = received_on(at, calendar)
    for one in _live(session, case.id):
        if one.state == ClockState.paused and one.paused_on is not None:
            one.pauses = [*one.pauses, [one.paused_on.isoformat(), last.isoformat()]]
            one.state, one.paused_on = ClockState.running, None
            _reckon_anew(session, one, calendar, "resumed", at)


def extend(
    session: Session, case: CaseFile, kind: str, days: int, reason: str, at: datetime
) -> CaseClock:
    """Give a live clock so many working days more. Raises LookupError when none is live."""
    for one in _live(session, case.id):
        if one.kind == kind:
            one.days += days
            _reckon_anew(session, one, current_calendar(), "extended", at, reason)
            return one
    raise LookupError(f"case {case.number} has no live clock '{kind}'")


def refresh(session: Session, case: CaseFile, today: date) -> None:
    """Bring the case's earliest due day and its alarm up to date with its running clocks."""
    running = [one for one in _live(session, case.id) if one.state == ClockState.running]
    case.due_on = min((one.due_on for one in running), default=None)
    case.alarm = alarm_of([(one.due_on, one.amber_on) for one in running], today)


def clocks_of(case_id: int) -> list[CaseClock]:
    """All clocks of a case, the oldest first."""
    return list(
        db.session.scalars(
            select(CaseClock).where(CaseClock.case_id == case_id).order_by(CaseClock.id)
        )
    )


def changes_of(clock_ids: Sequence[int]) -> dict[int, list[ClockChange]]:
    """The history of some clocks, the oldest change first."""
    found: dict[int, list[ClockChange]] = {one: [] for one in clock_ids}
    for change in db.session.scalars(
        select(ClockChange).where(ClockChange.clock_id.in_(clock_ids)).order_by(ClockChange.id)
    ):
        found[change.clock_id].append(change)
    return found


def workings(clock: CaseClock) -> Counted:
    """A clock day by day: a live one by today's calendar, an ended one by that of its time.

    A paused clock is counted as if the applicant answered today.
    """
    live = clock.state in LIVE
    calendar = current_calendar() if live else calendar_at(clock.calendar_version)
    return calendar.add(clock.received_on, clock.days, pauses_of(clock, office.today()))


def pauses_of(clock: CaseClock, today: date) -> tuple[Period, ...]:
    """All times a clock did not count, one that is still going on up to today among them."""
    past = read_pauses(clock.pauses)
    if clock.paused_on is None:
        return past
    return (*past, (clock.paused_on, max(today, clock.paused_on)))


def _live(session: Session, case_id: int) -> list[CaseClock]:
    return list(
        session.scalars(
            select(CaseClock)
            .where(CaseClock.case_id == case_id, CaseClock.state.in_(LIVE))
            .order_by(CaseClock.id)
            # The ticking clock may have recomputed it since this session last looked.
            .execution_options(populate_existing=True)
        )
    )


def _reckon_anew(
    session: Session,
    one: CaseClock,
    calendar: Calendar,
    change: str,
    at: datetime,
    reason: str | None = None,
) -> None:
    before = one.due_on
    pauses = pauses_of(one, office.at_office(at).date())
    deadline = reckon(calendar, one.received_on, one.days, pauses)
    one.due_on, one.amber_on = deadline.due_on, deadline.amber_on
    one.provisional, one.calendar_version = deadline.provisional, calendar.version
    _changed(session, one, change, at, before=before, reason=reason)


def _end(session: Session, one: CaseClock, state: ClockState, at: datetime) -> None:
    one.state, one.ended_at = state, at
    if one.paused_on is not None:
        # It ended while it stood still: what was never counted stays visible in its working.
        last = max(office.at_office(at).date(), one.paused_on)
        one.pauses = [*one.pauses, [one.paused_on.isoformat(), last.isoformat()]]
        one.paused_on = None
    _changed(session, one, "ended", at, before=one.due_on, reason=state)


def _changed(
    session: Session,
    one: CaseClock,
    change: str,
    at: datetime,
    *,
    before: date | None,
    reason: str | None = None,
) -> None:
    session.add(
        ClockChange(
            clock_id=one.id,
            change=change,
            due_before=before,
            due_after=one.due_on,
            calendar_version=one.calendar_version,
            reason=reason,
            at=at,
        )
    )
