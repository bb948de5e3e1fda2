"""How the work on cases goes: load, punctuality, days a step takes, reasons for refusal."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import Any

from sqlalchemy import Row, Select, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from service.database import db
from service.database.office_time import office_day, office_month
from service.database.planning import plan_anew
from service.messages import Named
from service.statistics.period import Period
from workflows.engine.deadlines import read_pauses
from workflows.engine.models import CaseClock, CaseEvent, CaseFile, ClockState
from workflows.engine.party import Party
from workflows.engine.reasons import reason_words
from workflows.engine.registry import actions_to, all_definitions, definition
from workflows.workdays.calendar import Calendar
from workflows.workdays.service import current_calendar

REASONS_MAX = 10
REFUSING = ("refused", "not_accepted")
SETTLING = {
    "granted": ("granted",),
    "refused": REFUSING,
    "withdrawn": ("withdrawn", "lapsed"),
}
"""What a month counts as settled, and the outcomes that are it."""
_ENDED = (ClockState.met, ClockState.missed)
_OFFICE = CaseFile.about.is_(None)
"""Figures are of the office's own work: disputes of communities are not among it."""


@dataclass(frozen=True, slots=True)
class Month:
    """What came in and what was settled in one month."""

    month: str
    received: int
    granted: int
    refused: int
    withdrawn: int


@dataclass(frozen=True, slots=True)
class Load:
    """Open cases of one type in one state, now."""

    case_type: str
    version: int
    """Newest definition among them: it has the state, as a newer one may not."""
    state: str
    open: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of clock: how often in time, and the days the middle case took."""

    case_type: str
    version: int
    """Newest definition among the cases: it has the clock, as a newer one may not."""
    kind: str
    met: int
    missed: int
    median_days: float
    """Working days, those left out on which the applicant was awaited."""
    days_given: int
    """Working days the law gives, extensions left out."""

    @property
    def on_time(self) -> float:
        """Share in time, 0 to 1."""
        return self.met / (self.met + self.missed)


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a period."""

    period: Period
    months: tuple[Month, ...]
    load: tuple[Load, ...]
    steps: tuple[Step, ...]
    reasons: tuple[tuple[Named, int], ...]
    """Reasons for refusal and non-acceptance, the most frequent first."""

    @property
    def received(self) -> int:
        """Cases submitted in the period."""
        return sum(month.received for month in self.months)

    @property
    def granted(self) -> int:
        """Cases granted in the period."""
        return sum(month.granted for month in self.months)

    @property
    def on_time(self) -> float | None:
        """Share of clocks that ended in time; None when none ended."""
        ended = sum(step.met + step.missed for step in self.steps)
        return sum(step.met for step in self.steps) / ended if ended else None


def figures(asked: Period, today: date) -> Figures:
    """The figures of a period; the load is that of now."""
    plan_anew()
    return Figures(
        asked,
        tuple(_months(asked)),
        tuple(_load(today)),
        tuple(_steps(asked, current_calendar())),
        tuple(_reasons(asked)),
    )


def _months(asked: Period) -> Iterable[Month]:
    """What applicants handed in, and what came of it by its own event: a repair that is revoked
    later was granted all the same, and a draft that was given up was never received.
    """
    submitted = _monthly(asked, CaseFile.submitted_at)
    received = _counts(submitted.where(CaseFile.case_type.in_(_applied_for()), _OFFICE))
    settled = (
        _monthly(asked, CaseEvent.at)
        .join(CaseFile, CaseFile.id == CaseEvent.case_id)
        .where(CaseFile.submitted_at.is_not(None), _OFFICE)
    )
    counted = _settled(settled)
    names = sorted(set(received).union(*counted.values()))
    for name in names:
        yield Month(name, received.get(name, 0), *(counted[key].get(name, 0) for key in counted))


def _settled(events: Select[str, int]) -> dict[str, Counter[str]]:
    """Of each way to settle a case, how many were in each month; read in one pass."""
    ways = {name: actions_to(outcomes) for name, outcomes in SETTLING.items()}
    rows = db.session.execute(
        events.add_columns(CaseEvent.action)
        .where(CaseEvent.action.in_(set().union(*ways.values())))
        .group_by(CaseEvent.action)
    ).all()
    counted = {name: Counter[str]() for name in ways}
    for month, count, action in rows:
        for name, actions in ways.items():
            if action in actions:
                counted[name][month] += count
    return counted


def _applied_for() -> set[str]:
    """Case types an applicant opens; what an authority takes up itself was received by nobody."""
    return {one.code for one in all_definitions() if Party.applicant in one.opened_by}


def _monthly(
    asked: Period,
    moment: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None],
) -> Select[str, int]:
    month = office_month(moment)
    return (
        select(month, func.count())
        .select_from(moment.class_)
        .where(moment >= asked.begins, moment < asked.ends)
        .group_by(month)
    )


def _counts(statement: Select[str, int]) -> dict[str, int]:
    return dict(db.session.execute(statement).all())


def _load(today: date) -> Iterable[Load]:
    late = func.count().filter(CaseFile.due_on < today)
    version = func.max(CaseFile.definition_version)
    rows = db.session.execute(
        select(CaseFile.case_type, version, CaseFile.state, func.count(), late)
        .where(CaseFile.open, _OFFICE)
        .group_by(CaseFile.case_type, CaseFile.state)
        .order_by(func.count().desc(), CaseFile.case_type, CaseFile.state)
    )
    return [Load(*row) for row in rows]


def _ended(asked: Period) -> Sequence[Row[*tuple[Any, ...]]]:
    """Clocks that ended in the period, those alike counted together."""
    ended_on = office_day(CaseClock.ended_at)
    # Most have none: an empty list is neither sent nor parsed.
    pauses = func.nullif(CaseClock.pauses, literal([], CaseClock.pauses.type))
    return db.session.execute(
        select(
            CaseFile.case_type,
            CaseClock.kind,
            CaseClock.state,
            CaseClock.received_on,
            ended_on,
            pauses,
            func.max(CaseFile.definition_version),
            func.count(),
        )
        .join(CaseFile, CaseFile.id == CaseClock.case_id)
        .where(
            _OFFICE,
            CaseClock.state.in_(_ENDED),
            CaseClock.ended_at >= asked.begins,
            CaseClock.ended_at < asked.ends,
        )
        .group_by(
            CaseFile.case_type,
            CaseClock.kind,
            CaseClock.state,
            CaseClock.received_on,
            ended_on,
            pauses,
        )
    ).all()


def _steps(asked: Period, calendar: Calendar) -> Iterable[Step]:
    days: dict[tuple[str, str], list[int]] = defaultdict(list)
    ends: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: dict.fromkeys(_ENDED, 0))
    versions: dict[tuple[str, str], int] = defaultdict(int)
    rows = _ended(asked)
    reached = _reached({day for row in rows for day in row[3:5]}, calendar)
    for case_type, kind, state, received, ended, paused, version, count in rows:
        if paused:
            took = calendar.between(received, max(received, ended), read_pauses(paused))
        else:
            took = max(reached[ended] - reached[received], 0)
        clock = case_type, kind
        days[clock] += [took] * count
        ends[clock][state] += count
        versions[clock] = max(versions[clock], version)
    for (case_type, kind), counts in sorted(ends.items()):
        version = versions[case_type, kind]
        yield Step(
            case_type,
            version,
            kind,
            counts[ClockState.met],
            counts[ClockState.missed],
            median_days=float(median(days[case_type, kind])),
            days_given=definition(case_type, version).clocks[kind].days,
        )


def _reached(days: Collection[date], calendar: Calendar) -> dict[date, int]:
    """Working days from the first of these days to each: of days there are few, of clocks many."""
    first = min(days, default=None)
    return {day: calendar.between(first, day) for day in days} if first else {}


def _reasons(asked: Period) -> Iterable[tuple[Named, int]]:
    rows = db.session.execute(
        select(CaseEvent.reason, func.count())
        .join(CaseFile, CaseFile.id == CaseEvent.case_id)
        .where(
            _OFFICE,
            CaseFile.outcome.in_(REFUSING),
            CaseEvent.party == Party.authority,
            CaseEvent.version == CaseFile.version,
            CaseEvent.at >= asked.begins,
            CaseEvent.at < asked.ends,
        )
        .group_by(CaseEvent.reason)
        .order_by(func.count().desc(), CaseEvent.reason)
        .limit(REASONS_MAX)
    )
    prepared = [
        one
        for found in all_definitions()
        for rule in found.actions.values()
        for one in rule.prepared_reasons
    ]
    return [(reason_words(reason or "", prepared), count) for reason, count in rows]
