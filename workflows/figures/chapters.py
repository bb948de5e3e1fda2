"""What the chapters about cases share: the list behind a number, and how many terms were kept."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import func, select

from service.database import db
from service.statistics.beside import Beside
from service.statistics.counting import listing, tally
from service.statistics.figures import Source
from service.statistics.period import Period
from workflows.engine.models import CaseClock, CaseFile, ClockState


def cases_listed(asked: Period, happened: str, case_type: str = "") -> Source:
    """The cases to which something happened in the period, of all types or of one."""
    narrowed = {"case_type": case_type} if case_type else {}
    return listing("/cases", "cases.read", asked, view="all", happened=happened, **narrowed)


def terms_kept(
    asked: Beside, case_types: Collection[str], kinds: Collection[str] | None = None
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Clocks that ended in the period: in time, and in all; and the same of the year before.

    `kinds` names those that count.
    """
    span = asked.moments(CaseClock.ended_at)
    statement = (
        select(span.stretch, CaseClock.state, func.count())
        .join(CaseFile, CaseFile.id == CaseClock.case_id)
        .where(
            CaseClock.state.in_((ClockState.met, ClockState.missed)),
            span.within,
            CaseFile.case_type.in_(case_types),
        )
        .group_by(span.stretch, CaseClock.state)
    )
    if kinds is not None:
        statement = statement.where(CaseClock.kind.in_(kinds))
    return asked.each(_kept, asked.split(db.session.execute(statement)))


def _kept(_: Period, rows: Iterable[Any]) -> tuple[int, int]:
    states = tally(rows, 1)[1]
    return states[ClockState.met], states.total()
