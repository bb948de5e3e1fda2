"""What the auditor's page shows: look-ups a day by operator, alarms, samples."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select, text

from service.accounts.models import Account
from service.api.paging import page_of
from service.audit.models import QueryLogEntry
from service.database import db
from service.oversight.dated import sample_rule
from service.oversight.days import first_id
from service.oversight.limits import ALARMS_SHOWN, DAYS_SHOWN, OPERATORS_SHOWN
from service.oversight.models import LookupAlarm, LookupSample, LookupSampleEntry

_A_DAY = text("""
    SELECT operator_id, min(operator_name) AS name, min(operator_unit) AS unit,
        (at AT TIME ZONE 'Asia/Shanghai')::date AS day, count(*) AS lookups
    FROM query_log_entry
    WHERE id >= :low AND operator_id <> 0 AND operator_role = ANY(:roles)
        AND subject_index <> ''::bytea
    GROUP BY operator_id, (at AT TIME ZONE 'Asia/Shanghai')::date
""")


@dataclass(frozen=True)
class Operator:
    """One operator's look-ups by day, the oldest first."""

    id: int
    name: str
    unit: str
    days: tuple[int, ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.days)


@dataclass(frozen=True)
class Picture:
    """Who looked how often on the last days: the busiest operators, and everybody together."""

    days: tuple[date, ...]
    operators: tuple[Operator, ...]
    others: int
    """Operators not shown."""
    all: tuple[int, ...]


def picture(today: date) -> Picture:
    """Look-ups a day by operator up to a day."""
    days = tuple(today - timedelta(days=back) for back in reversed(range(DAYS_SHOWN)))
    place = {day: at for at, day in enumerate(days)}
    values = {"low": first_id(days[0]), "roles": list(sample_rule(today).roles)}
    found: dict[int, tuple[str, str, list[int]]] = {}
    for row in db.session.execute(_A_DAY, values):
        if row.day in place:
            one = found.setdefault(row.operator_id, (row.name, row.unit, [0] * len(days)))
            one[2][place[row.day]] += row.lookups
    operators = sorted(
        (Operator(key, name, unit, tuple(counts)) for key, (name, unit, counts) in found.items()),
        key=lambda one: (-one.total, one.id),
    )
    every = tuple(sum(one.days[at] for one in operators) for at in range(len(days)))
    shown = tuple(operators[:OPERATORS_SHOWN])
    return Picture(days, shown, len(operators) - len(shown), every)


def alarms(*, is_open: bool, cursor: str | None) -> tuple[list[LookupAlarm], str | None]:
    """Open or settled alarms, the newest first."""
    wanted = LookupAlarm.settled_at.is_(None) if is_open else LookupAlarm.settled_at.is_not(None)
    statement = select(LookupAlarm).where(wanted)
    return page_of(statement, LookupAlarm.id, cursor=cursor, limit=ALARMS_SHOWN)


def open_count() -> int:
    """Alarms nobody has settled."""
    waiting = LookupAlarm.settled_at.is_(None)
    return db.session.scalar(select(func.count()).select_from(LookupAlarm).where(waiting)) or 0


def names_of(account_ids: Sequence[int]) -> dict[int, str]:
    """Display names of accounts."""
    rows = db.session.execute(
        select(Account.id, Account.display_name).where(Account.id.in_(account_ids))
    )
    return {row.id: row.display_name for row in rows}


def samples() -> Sequence[tuple[LookupSample, int, int]]:
    """Each sample with how many entries were read and how many were not in order."""
    entry = LookupSampleEntry
    rows = db.session.execute(
        select(
            LookupSample,
            func.count(entry.found_at),
            func.count().filter(entry.in_order.is_(False)),
        )
        .join(entry, entry.month == LookupSample.month)
        .group_by(LookupSample.month)
        .order_by(LookupSample.month.desc())
    )
    return [(sample, read, odd) for sample, read, odd in rows]


@dataclass(frozen=True)
class Drawn:
    """An entry of a sample and the look-up itself; None once its time had come."""

    row: LookupSampleEntry
    entry: QueryLogEntry | None


def drawn(month: date) -> Sequence[Drawn]:
    """The entries of a sample in the order they were drawn."""
    rows = db.session.execute(
        select(LookupSampleEntry, QueryLogEntry)
        .outerjoin(QueryLogEntry, QueryLogEntry.id == LookupSampleEntry.entry_id)
        .where(LookupSampleEntry.month == month)
        .order_by(LookupSampleEntry.place)
    )
    return [Drawn(row, entry) for row, entry in rows]


def places(rows: Sequence[Drawn]) -> list[UUID]:
    """The ids of drawn entries in their order."""
    return [one.row.entry_id for one in rows]
