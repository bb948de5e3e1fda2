"""The clocks of a case: started, paused, resumed, extended and ended by its actions.

Everything here happens within the caller's transaction, under its lock of the case. A day on
which a clock stops or goes on is not counted, as the day of an event never is (Civil Code
Art. 201); every change leaves a row of history.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from service import clock as office
from service.database import db
from workflows.engine import rows
from workflows.engine.deadlines import alarm_of, read_pauses, reckon
from workflows.engine.definition import ClockRule, Definition
from workflows.engine.models import CaseClock, CaseFile, ClockState
from workflows.workdays.calendar import Calendar, Counted, Period
from workflows.workdays.hours import received_on
from workflows.workdays.service import calendar_at, current_calendar

STARTED = "started"
LIVE = (ClockState.running, ClockState.paused)
_CLOCKS_OF = (
    select(CaseClock)
    .where(CaseClock.case_id == bindparam("case"))
    .order_by(CaseClock.id)
    # Clocks are turned past the unit of work, which may hold some as they were.
    .execution_options(populate_existing=True)
)


class Held:
    """A case whose row the caller has locked, with its live clocks: read once, written once.

    All that moves a clock holds the case's lock, so what was read stays true until the commit.
    """

    def __init__(self, session: Session, case: CaseFile, at: datetime) -> None:
        self._session, self._case, self._at = session, case, at
        self._today = office.at_office(at).date()
        self._clocks = rows.live_clocks(session, case.id)
        self._changes: list[tuple[CaseClock, dict[str, Any]]] = []
        self._of_case: dict[str, Any] = {}
        self._told: rows.Told | None = None

    def settle(self, values: Mapping[str, Any], told: rows.Told | None = None) -> None:
        """Note columns of the case itself, and what is told of it, to be written with the rest."""
        self._of_case.update(values)
        self._told = told or self._told

    def start(self, rule: ClockRule) -> CaseClock:
        """Start a clock; the working day after the one of receipt is day one."""
        received = received_on(self._at, self._calendar)
        deadline = reckon(self._calendar, received, rule.days)
        made = CaseClock(
            case_id=self._case.id,
            kind=rule.code,
            state=ClockState.running,
            days=rule.days,
            received_on=received,
            paused_on=None,
            pauses=[],
            due_on=deadline.due_on,
            amber_on=deadline.amber_on,
            calendar_version=self._calendar.version,
            provisional=deadline.provisional,
            on_due=rule.on_due,
            escalate_after=rule.escalate_after,
            started_at=self._at,
            ended_at=None,
        )
        self._clocks.append(made)
        self._changed(made, STARTED, before=None)
        return made

    def end(self, kinds: Collection[str]) -> None:
        """End the clocks of some kinds: what they waited for has been done.

        Done on the due day is in time until midnight (Civil Code Art. 203).
        """
        for one in self._live_ones():
            if one.kind in kinds:
                in_time = (one.paused_on or self._today) <= one.due_on
                self._end(one, ClockState.met if in_time else ClockState.missed)

    def drop_all(self) -> None:
        """End all clocks: the case has taken another way."""
        for one in self._live_ones():
            self._end(one, ClockState.dropped)

    def pause(self, definition: Definition) -> None:
        """Let all clocks stand still but the applicant's own: the applicant is awaited."""
        for one in self._live_ones():
            rule = definition.clocks.get(one.kind)
            if one.state == ClockState.running and not (rule and rule.for_applicant):
                one.state, one.paused_on = ClockState.paused, self._today
                self._changed(one, "paused", before=one.due_on)

    def resume(self) -> None:
        """Let paused clocks go on, on the working day after the one of receipt."""
        for one in self._live_ones():
            if one.state == ClockState.paused and one.paused_on is not None:
                last = received_on(self._at, self._calendar)
                one.pauses = [*one.pauses, [one.paused_on.isoformat(), last.isoformat()]]
                one.state, one.paused_on = ClockState.running, None
                self._reckon_anew(one, "resumed")

    def extend(self, kind: str, days: int, reason: str) -> CaseClock:
        """Give a clock so many working days more. Raises LookupError when none is live."""
        for one in self._live_ones():
            if one.kind == kind:
                one.days += days
                self._reckon_anew(one, "extended", reason)
                return one
        raise LookupError(f"case {self._case.number} has no live clock '{kind}'")

    def refresh(self, today: date) -> None:
        """Bring the case's earliest due day and its alarm up to date with its running clocks."""
        running = [one for one in self._clocks if one.state == ClockState.running]
        self.settle(
            {
                "due_on": min((one.due_on for one in running), default=None),
                "alarm": alarm_of([(one.due_on, one.amber_on) for one in running], today).value,
            }
        )

    def write(self) -> None:
        """Send what was changed, with its history, to the database."""
        # Those there were go first: what ends makes room for another of its kind.
        started = {one: change for one, change in self._changes if change["change"] == STARTED}
        turned = [told for told in self._changes if told[1]["change"] != STARTED]
        rows.turn_clocks(self._session, [told for told in turned if told[0] not in started])
        for one, change in started.items():
            rows.start_clock(self._session, one, change)
        rows.turn_clocks(self._session, [told for told in turned if told[0] in started])
        if self._of_case:
            rows.move_case(self._session, self._case, self._of_case, self._told)
        self._changes, self._of_case, self._told = [], {}, None

    @cached_property
    def _calendar(self) -> Calendar:
        return current_calendar()

    def _live_ones(self) -> list[CaseClock]:
        return [one for one in self._clocks if one.state in LIVE]

    def _reckon_anew(self, one: CaseClock, change: str, reason: str | None = None) -> None:
        before, pauses = one.due_on, pauses_of(one, self._today)
        # A notice may have come since, which makes the day it came in on a day off, or a worked one
        one.received_on = received_on(one.started_at, self._calendar)
        deadline = reckon(self._calendar, one.received_on, one.days, pauses)
        one.due_on, one.amber_on = deadline.due_on, deadline.amber_on
        one.provisional, one.calendar_version = deadline.provisional, self._calendar.version
        self._changed(one, change, before=before, reason=reason)

    def _end(self, one: CaseClock, state: ClockState) -> None:
        one.state, one.ended_at = state, self._at
        if one.paused_on is not None:
            # It ended while it stood still: what was never counted stays visible in its working.
            last = max(self._today, one.paused_on)
            one.pauses = [*one.pauses, [one.paused_on.isoformat(), last.isoformat()]]
            one.paused_on = None
        self._changed(one, "ended", before=one.due_on, reason=state)

    def _changed(
        self, one: CaseClock, change: str, *, before: date | None, reason: str | None = None
    ) -> None:
        told = {
            "change": change,
            "due_before": before,
            "due_after": one.due_on,
            "calendar_version": one.calendar_version,
            "reason": reason,
            "at": self._at,
        }
        self._changes.append((one, told))


@contextmanager
def held(session: Session, case: CaseFile, at: datetime) -> Iterator[Held]:
    """The live clocks of a case for a block that changes them; written at its end."""
    clocks = Held(session, case, at)
    yield clocks
    clocks.write()


def clocks_of(case_id: int) -> list[CaseClock]:
    """All clocks of a case, the oldest first."""
    return list(db.session.scalars(_CLOCKS_OF, {"case": case_id}))


def workings(clock: CaseClock, calendar: Calendar) -> Counted:
    """A clock day by day: a live one by the calendar in force, an ended one by that of its time.

    A paused clock is counted as if the applicant answered now.
    """
    if clock.state not in LIVE and clock.calendar_version != calendar.version:
        calendar = calendar_at(clock.calendar_version)
    if clock.paused_on is None:
        return calendar.add(clock.received_on, clock.days, pauses_of(clock, office.today()))
    # Its row is as it was when it stopped; a notice may have come since.
    received = received_on(clock.started_at, calendar)
    pauses = pauses_of(clock, received_on(office.now(), calendar))
    return calendar.add(received, clock.days, pauses)


def pauses_of(clock: CaseClock, until: date) -> tuple[Period, ...]:
    """All times a clock did not count, one that is still going on up to a day among them."""
    past = read_pauses(clock.pauses)
    if clock.paused_on is None:
        return past
    return (*past, (clock.paused_on, max(until, clock.paused_on)))
