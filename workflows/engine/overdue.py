"""What the service itself does when a clock has run out, case by case.

On a guessed day it ends nothing: an action of the service is final, and no later notice of the
days off would bring a right back that was lost a day early. Such a clock is red and waits for the
notice. Counted anew by it, it is acted on by the tick that follows, but not before the day that
was told is over as well: whoever trusted in that day loses nothing by it.
"""

from dataclasses import dataclass
from datetime import date, datetime

import structlog
from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from service import clock
from service.database import transaction
from workflows.engine.fire import fire_as_system
from workflows.engine.models import CaseClock, CaseFile, ClockChange, ClockState
from workflows.engine.recompute import RECOMPUTED


@dataclass
class Acted:
    """What came of the clocks that ran out: due = done + not_needed + failed."""

    due: int = 0
    done: int = 0
    not_needed: int = 0
    """The case had moved on by the time it was looked at."""
    failed: int = 0


def act_on_overdue(now: datetime) -> Acted:
    """Take the action of every clock that surely ran out; one bad case stops no other."""
    today = clock.at_office(now).date()
    acted = Acted()
    for clock_id, case_id in _ran_out(today):
        acted.due += 1
        try:
            if _act(clock_id, case_id, today):
                acted.done += 1
            else:
                acted.not_needed += 1
        except Exception as error:  # noqa: BLE001 - whatever is wrong with this case, go on
            acted.failed += 1
            structlog.get_logger("tick").error(
                "action.failed", case_id=case_id, clock_id=clock_id, error=type(error).__name__
            )
    return acted


def _ran_out(today: date) -> list[tuple[int, int]]:
    with transaction() as session:
        rows = session.execute(
            select(CaseClock.id, CaseClock.case_id)
            .where(*_surely_over(today), CaseClock.on_due.is_not(None))
            .order_by(CaseClock.due_on, CaseClock.id)
        )
        return [(row.id, row.case_id) for row in rows]


def _act(clock_id: int, case_id: int, today: date) -> bool:
    """Look again under the case's lock: the applicant may have answered this very moment."""
    with transaction() as session:
        session.execute(select(CaseFile.id).where(CaseFile.id == case_id).with_for_update())
        action = _still_due(session, clock_id, today)
        if action is None:
            return False
        return fire_as_system(case_id, action) is not None


def _still_due(session: Session, clock_id: int, today: date) -> str | None:
    return session.scalar(
        select(CaseClock.on_due).where(CaseClock.id == clock_id, *_surely_over(today))
    )


def _surely_over(today: date) -> tuple[ColumnElement[bool], ...]:
    told_later = exists().where(
        ClockChange.clock_id == CaseClock.id,
        ClockChange.change == RECOMPUTED,
        ClockChange.due_before >= today,
    )
    return (
        CaseClock.state == ClockState.running,
        CaseClock.due_on < today,
        CaseClock.provisional.is_(False),
        ~told_later,
    )
