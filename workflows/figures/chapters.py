"""What the chapters about cases share: the list behind a number, what was handed in and in time.

All case types are counted in one pass, once a report, and each chapter takes its own.
"""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import func, select

from service.one_look import once_a_look
from service.statistics.beside import Beside
from service.statistics.counting import listing
from service.statistics.figures import Source
from service.statistics.one_pass import Counted, Spans, Statement, in_one_pass
from service.statistics.period import Period
from workflows.engine.models import CaseClock, CaseFile, ClockState


def cases_listed(asked: Period, happened: str, case_type: str = "") -> Source:
    """The cases to which something happened in the period, of all types or of one."""
    narrowed = {"case_type": case_type} if case_type else {}
    return listing("/cases", "cases.read", asked, view="all", happened=happened, **narrowed)


def handed_in(asked: Beside, case_types: Collection[str]) -> Counted:
    """Cases of these types handed in: rows `(month, case type, outcome or None, how many)`."""
    now, before = _all_handed_in(asked)
    return [row for row in now if row[1] in case_types], [
        row for row in before if row[1] in case_types
    ]


def terms_kept(
    asked: Beside, case_types: Collection[str], kinds: Collection[str] | None = None
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Clocks that ended in the period: in time, and in all; and the same of the year before.

    `kinds` names those that count.
    """

    def kept(_: Period, rows: Iterable[Any]) -> tuple[int, int]:
        met = ended = 0
        for _month, case_type, kind, state, count in rows:
            if case_type in case_types and (kinds is None or kind in kinds):
                ended += count
                met += count if state == ClockState.met else 0
        return met, ended

    return asked.each(kept, _all_ended(asked))


@once_a_look
def _all_handed_in(asked: Beside) -> Counted:
    return _count_handed_in(asked)


@once_a_look
def _all_ended(asked: Beside) -> Counted:
    return _count_ended(asked)


@in_one_pass
def _count_handed_in(spans: Spans) -> Statement:
    span = spans.moments(CaseFile.submitted_at)
    return (
        select(span.stretch, CaseFile.case_type, CaseFile.outcome, func.count())
        .where(span.within)
        .group_by(span.stretch, CaseFile.case_type, CaseFile.outcome)
    )


@in_one_pass
def _count_ended(spans: Spans) -> Statement:
    span = spans.moments(CaseClock.ended_at)
    return (
        select(span.stretch, CaseFile.case_type, CaseClock.kind, CaseClock.state, func.count())
        .join(CaseFile, CaseFile.id == CaseClock.case_id)
        .where(CaseClock.state.in_((ClockState.met, ClockState.missed)), span.within)
        .group_by(span.stretch, CaseFile.case_type, CaseClock.kind, CaseClock.state)
    )
