"""What the chapters about cases share: the list behind a number, and how many terms were kept."""

from collections import Counter
from collections.abc import Collection

from sqlalchemy import func, select

from service.database import db
from service.statistics.counting import listing
from service.statistics.figures import Source
from service.statistics.period import Period
from workflows.engine.models import CaseClock, CaseFile, ClockState


def cases_listed(asked: Period, happened: str, case_type: str = "") -> Source:
    """The cases to which something happened in the period, of all types or of one."""
    narrowed = {"case_type": case_type} if case_type else {}
    return listing("/cases", "cases.read", asked, view="all", happened=happened, **narrowed)


def terms_kept(
    asked: Period, case_types: Collection[str], kinds: Collection[str] | None = None
) -> tuple[int, int]:
    """Clocks that ended in the period: in time, and in all. `kinds` names those that count."""
    statement = (
        select(CaseClock.state, func.count())
        .join(CaseFile, CaseFile.id == CaseClock.case_id)
        .where(
            CaseClock.state.in_((ClockState.met, ClockState.missed)),
            CaseClock.ended_at >= asked.begins,
            CaseClock.ended_at < asked.ends,
            CaseFile.case_type.in_(case_types),
        )
        .group_by(CaseClock.state)
    )
    if kinds is not None:
        statement = statement.where(CaseClock.kind.in_(kinds))
    counts = Counter(dict(db.session.execute(statement).all()))
    return counts[ClockState.met], counts.total()
