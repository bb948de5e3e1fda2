"""How each trail stands, read without counting the whole of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import LiteralString

from sqlalchemy import case, func, select, text

from service import clock
from service.audit.models import AuditBlock, AuditRetirement
from service.audit.reading import WATERMARK
from service.audit.trails import TRAILS, Trail
from service.database import db


@dataclass(frozen=True)
class TrailState:
    """Counts of one trail: `entries = sealed + unsealed`; of `blocks`, `retired` hold none."""

    trail: str
    sealed: int
    unsealed: int
    blocks: int
    last_sealed_at: datetime | None
    retired: int = 0

    @property
    def entries(self) -> int:
        """How many entries the trail has."""
        return self.sealed + self.unsealed


@dataclass(frozen=True)
class Unsealed:
    """Entries of one trail that wait for their block, and how old the oldest of them is."""

    count: int
    age: timedelta


_WATERMARK = text(WATERMARK.format(":trail"))


def trail_states() -> list[TrailState]:
    """The state of every trail."""
    return [_state(trail) for trail in TRAILS.values()]


def unsealed_entries() -> int:
    """Entries of all trails that wait for their block."""
    return sum(one.count for one in unsealed().values())


def unsealed() -> dict[str, Unsealed]:
    """What waits for its block, by trail."""
    return {trail.name: _unsealed(trail) for trail in TRAILS.values()}


def _state(trail: Trail) -> TrailState:
    retired = last_retired(trail.name)
    kept = (
        AuditBlock.count if not retired else case((AuditBlock.number > retired, AuditBlock.count))
    )
    sealed, blocks, at = db.session.execute(
        select(
            func.coalesce(func.sum(kept), 0), func.count(), func.max(AuditBlock.sealed_at)
        ).where(AuditBlock.trail == trail.name)
    ).one()
    return TrailState(trail.name, int(sealed), _unsealed(trail).count, blocks, at, retired)


def last_retired(trail: str) -> int:
    """The newest block whose entries have left; they leave in order, so it is their number, too."""
    newest = select(func.max(AuditRetirement.last_block)).where(AuditRetirement.trail == trail)
    return db.session.scalar(newest) or 0


def _unsealed(trail: Trail) -> Unsealed:
    """Only what came after the last block's watermark is looked at: older entries are sealed."""
    sql: LiteralString = (  # made of constants alone
        "SELECT count(*), min(e.at) FROM " + trail.table + " e"  # noqa: S608
        " WHERE e.xid >= CAST(:watermark AS xid8) AND NOT EXISTS"
        " (SELECT 1 FROM audit_leaf l WHERE l.trail = :trail AND l.entry_id = e.id)"
    )
    # Read first: of a watermark it does not know the planner expects a third of the trail.
    watermark = db.session.scalar(_WATERMARK, {"trail": trail.name}) or "0"
    given = {"trail": trail.name, "watermark": watermark}
    count, oldest = db.session.execute(text(sql), given).one()
    age = clock.now() - oldest if oldest is not None else timedelta()
    return Unsealed(int(count), max(age, timedelta()))
