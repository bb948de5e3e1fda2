"""Lets entries of the trails leave when their time has come: whole blocks, oldest first.

The signed blocks themselves stay for ever, so the chain from the first block to the last can
still be checked, and a verification tells how many blocks hold no entries any more. What is
forgotten is who did what, and who asked about whom.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from service import audit, clock
from service.audit.lifetimes import horizon
from service.audit.limits import BLOCKS_RETIRED_AT_ONCE
from service.audit.models import AuditRetirement
from service.audit.trails import TRAILS, Trail
from service.database import db, transaction
from service.database.append_only import retiring

RETIRED = "audit.retired"
_RANGE = text(
    "SELECT (array_agg(entry_id ORDER BY entry_id))[1] AS low,"
    " (array_agg(entry_id ORDER BY entry_id DESC))[1] AS high FROM audit_leaf"
    " WHERE trail = :trail AND block_number BETWEEN :first AND :last"
)
"""PostgreSQL 15 has no min and max of ids."""


_DUE = text(
    """
    WITH gone AS (
        SELECT coalesce(max(last_block), 0) AS last FROM audit_retirement WHERE trail = :trail
    ), due AS (
        SELECT gone.last + 1 AS first, greatest(gone.last, coalesce(
            (SELECT min(number) - 1 FROM audit_block
                WHERE trail = :trail AND number > gone.last AND last_at >= :old),
            (SELECT max(number) FROM audit_block WHERE trail = :trail)
        )) AS last FROM gone
    )
    SELECT due.first, due.last, (
        SELECT coalesce(sum(count), 0) FROM audit_block
        WHERE trail = :trail AND number BETWEEN due.first AND due.last
    ) AS entries FROM due
    """
)


@dataclass(frozen=True)
class Leaving:
    """Blocks of a trail whose time has come, and how many entries they hold."""

    trail: str
    first_block: int
    last_block: int
    entries: int

    @property
    def blocks(self) -> int:
        """How many blocks."""
        return self.last_block - self.first_block + 1


def due(trail: str, now: datetime) -> Leaving:
    """What of a trail may leave at a moment: the blocks before the first that is too young."""
    found = db.session.execute(_DUE, {"trail": trail, "old": horizon(now)}).one()
    return Leaving(trail, found.first, found.last, int(found.entries))


def retire(now: datetime | None = None) -> dict[str, Leaving]:
    """Let the entries of all due blocks of both trails go; some blocks a transaction."""
    now = now or clock.now()
    return {name: _retire(trail, now) for name, trail in TRAILS.items()}


def _retire(trail: Trail, now: datetime) -> Leaving:
    first = due(trail.name, now).first_block
    last, entries = first - 1, 0
    while True:
        with transaction() as session:
            session.execute(select(func.pg_advisory_xact_lock(trail.lock)))
            found = due(trail.name, now)
            if not found.blocks:
                return Leaving(trail.name, first, last, entries)
            last = min(found.last_block, found.first_block + BLOCKS_RETIRED_AT_ONCE - 1)
            entries += _let_go(session, trail, found.first_block, last)


def _let_go(session: Session, trail: Trail, first: int, last: int) -> int:
    places = {"trail": trail.name, "first": first, "last": last}
    count = session.scalar(
        text(
            "SELECT coalesce(sum(count), 0) FROM audit_block"
            " WHERE trail = :trail AND number BETWEEN :first AND :last"
        ),
        places,
    )
    session.add(
        AuditRetirement(
            trail=trail.name,
            first_block=first,
            last_block=last,
            entries=int(count or 0),
            retired_at=clock.now(),
        )
    )
    session.flush()
    within = session.execute(_RANGE, places).one()
    with retiring(session):
        # Bounded by ids, too, so that only the parts of their months are looked at.
        session.execute(
            text(
                f"DELETE FROM {trail.table} WHERE id BETWEEN :low AND :high"  # noqa: S608 - a constant
                " AND id IN (SELECT entry_id FROM audit_leaf"
                " WHERE trail = :trail AND block_number BETWEEN :first AND :last)"
            ),
            {**places, "low": within.low, "high": within.high},
        )
        session.execute(
            text(
                "DELETE FROM audit_leaf WHERE trail = :trail"
                " AND block_number BETWEEN :first AND :last"
            ),
            places,
        )
    told = {"first_block": first, "last_block": last, "entries": int(count or 0)}
    audit.record(RETIRED, "audit_trail", trail.name, told)
    return int(count or 0)
