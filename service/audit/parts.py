"""Keeps the parts of the trails' tables: makes those of months to come, removes empty old ones.

What no part was ready for lies in the rest and is moved when its part is made. Rows are never
deleted here: the table they were copied from goes as a whole.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from service import audit, clock
from service.audit.ids import first_id
from service.audit.lifetimes import horizon
from service.audit.limits import PARTS_LOCK_SECONDS
from service.audit.models import PARTED
from service.audit.months import month_from, month_of, parts_from
from service.audit.trails import TRAILS, Trail
from service.database import db, transaction
from service.database.partitions import Part

MADE, REMOVED = "audit.parts_made", "audit.part_removed"
OBJECT = "audit_trail"


@dataclass(frozen=True)
class State:
    """How the parts of a trail stand."""

    trail: str
    parts: tuple[Part, ...]
    in_rest: bool
    """Whether entries lie in the rest, for want of a part of their own."""

    @property
    def last(self) -> str:
        """The bound up to which there are parts."""
        return max((part.high for part in self.parts if part.high), default="")


def states() -> list[State]:
    """How the parts of both trails stand."""
    return [_state(db.session(), trail) for trail in TRAILS.values()]


def _state(session: Session, trail: Trail) -> State:
    parted = PARTED[trail.table]
    parts = parted.parts(session.connection())
    return State(trail.name, tuple(parts), _has_rows(session, parted.rest))


def _has_rows(session: Session, table: str, condition: str = "true") -> bool:
    sql = f"SELECT EXISTS (SELECT 1 FROM {table} WHERE {condition})"  # noqa: S608 - names of our own
    return bool(session.scalar(text(sql)))


def keep(now: datetime | None = None) -> dict[str, list[str]]:
    """Make the parts that should be there; returns their names by trail."""
    return {trail.name: _keep(trail, now or clock.now()) for trail in TRAILS.values()}


def _keep(trail: Trail, now: datetime) -> list[str]:
    parted = PARTED[trail.table]
    with transaction() as session:
        _alone(session, trail)
        last = _state(session, trail).last
        begin = month_from(last) if last else month_of(now)
        missing = list(parts_from(trail.table, begin, now))
        if not missing:
            return []
        low, high = str(missing[0].low), str(missing[-1].high)
        moved = 0
        if _has_rows(session, parted.rest, f"id >= '{low}' AND id < '{high}'"):
            moved = parted.renew_rest(session.connection(), missing)
        else:
            for part in missing:
                parted.make(session.connection(), part)
        told = {"parts": [part.name for part in missing], "moved": moved}
        audit.record(MADE, OBJECT, trail.name, told)
    return [part.name for part in missing]


def _alone(session: Session, trail: Trail) -> None:
    session.execute(text(f"SET LOCAL lock_timeout = '{PARTS_LOCK_SECONDS}s'"))
    session.execute(select(func.pg_advisory_xact_lock(trail.lock)))


def remove_retired(now: datetime | None = None) -> list[str]:
    """Remove the parts that ended before the trails' horizon and hold nothing any more."""
    now = now or clock.now()
    limit = str(first_id(horizon(now)))
    removed = []
    for trail in TRAILS.values():
        for part in _state(db.session(), trail).parts:
            if part.high and part.high <= limit and not _has_rows(db.session(), part.name):
                removed += _remove(trail, part)
    return removed


def _remove(trail: Trail, part: Part) -> list[str]:
    """Detach a part and drop it, unless something came into it meanwhile."""
    with transaction() as session:
        _alone(session, trail)
        if not PARTED[trail.table].remove(session.connection(), part):
            return []
        audit.record(REMOVED, OBJECT, trail.name, {"part": part.name})
    return [part.name]
