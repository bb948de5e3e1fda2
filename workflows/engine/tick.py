"""The ticking of the office's clock: deadlines, their alarms, and the periodic work of others.

Run by the scheduler every minute and by `cases tick`. Everything is found by what is in the
database, so a tick that is late, doubled or killed does no harm: the next one does the rest.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from service import clock
from service.database import db, shared_clock, transaction
from workflows.engine.alarming import AlarmKind, refresh_cases, ring, take_time_lock
from workflows.engine.chores import ChoreOutcome, run_chores
from workflows.engine.models import CaseClock, ClockState
from workflows.engine.overdue import Acted, act_on_overdue
from workflows.engine.recompute import Recomputed, recompute
from workflows.workdays.importing import bring_shipped
from workflows.workdays.service import current_calendar


@dataclass(frozen=True)
class TickSummary:
    """What one tick did."""

    at: datetime
    today: date
    """The office's date the tick went by."""
    calendar_version: int
    running: int
    """Clocks running after it."""
    recomputed: Recomputed
    alarms: dict[AlarmKind, int]
    refreshed: int
    """Cases whose due day or alarm changed in the lists."""
    actions: Acted
    chores: ChoreOutcome

    @property
    def failures(self) -> int:
        """Things that could not be done and will be tried again."""
        return self.actions.failed + len(self.chores.failed)

    def as_json(self) -> dict[str, Any]:
        """The summary as JSON values."""
        actions, recomputed = self.actions, self.recomputed
        return {
            "at": self.at.isoformat(),
            "today": self.today.isoformat(),
            "calendar_version": self.calendar_version,
            "clocks": {
                "running": self.running,
                "recomputed": recomputed.clocks,
                "moved": len(recomputed.moved),
            },
            "alarms": {str(kind): count for kind, count in self.alarms.items()},
            "cases_refreshed": self.refreshed,
            "actions": {
                "due": actions.due,
                "done": actions.done,
                "not_needed": actions.not_needed,
                "failed": actions.failed,
            },
            "chores": dict(self.chores.done),
            "failed_chores": list(self.chores.failed),
        }


def tick(now: datetime | None = None) -> TickSummary:
    """Do everything that is due at a moment, by default this one. Call it outside a transaction."""
    # A host whose clock is ahead ends no case before its time.
    now = now or shared_clock.not_ahead(db.session(), clock.now())
    today = clock.at_office(now).date()
    bring_shipped()
    recomputed = recompute(now)
    calendar = current_calendar()
    # What runs out is acted on first: nobody need be warned of what is over.
    actions = act_on_overdue(now)
    alarms = {kind: ring(kind, calendar, today, now) for kind in AlarmKind}
    refreshed = _refresh(today)
    chores = run_chores(now)
    return TickSummary(
        at=now,
        today=today,
        calendar_version=calendar.version,
        running=_running(),
        recomputed=recomputed,
        alarms=alarms,
        refreshed=refreshed,
        actions=actions,
        chores=chores,
    )


def _refresh(today: date) -> int:
    with transaction() as session:
        take_time_lock(session)
        return refresh_cases(session, today)


def _running() -> int:
    with transaction() as session:
        return (
            session.scalar(
                select(func.count())
                .select_from(CaseClock)
                .where(CaseClock.state == ClockState.running)
            )
            or 0
        )
