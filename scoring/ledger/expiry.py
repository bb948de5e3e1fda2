"""What is left of lots whose time is over is taken off, block by block."""

from datetime import date
from typing import Any

from sqlalchemy import text

from scoring.ledger.holding import hold_many
from scoring.ledger.limits import EXPIRE_LOTS_MAX
from scoring.ledger.models import Kind, Source
from service import audit, clock
from service.database import transaction

_DUE = text(
    'SELECT DISTINCT member_id FROM (SELECT member_id FROM points_lot WHERE "left" > 0 '
    "AND expires_on < :today ORDER BY expires_on, entry_id LIMIT :most) AS due"
)
# The member's household and community are those of today, like those of every other entry.
_EXPIRE = text(
    """
    INSERT INTO points_entry (id, community_code, member_id, household_id, kind, dimension,
        honour, spendable, done_on, posted_on, posted_at, of_entry_id, source, entered_by_id,
        entered_by)
    SELECT gen_random_uuid(), lot_entry.community_code, lot.member_id,
        coalesce(member.household_id, lot_entry.household_id), :kind, '', 0, -lot."left",
        lot.expires_on, :posted_on, :posted_at, lot.entry_id, :source, :actor_id, :actor
    FROM points_lot AS lot JOIN points_entry AS lot_entry ON lot_entry.id = lot.entry_id
    JOIN member ON member.id = lot.member_id
    WHERE lot."left" > 0 AND lot.expires_on < :today AND lot.member_id = ANY(:members)
    RETURNING id, community_code, -spendable AS points
    """
)
_TAKE = text(
    """
    INSERT INTO points_lot_use (entry_id, lot_id, points)
    SELECT id, of_entry_id, -spendable FROM points_entry WHERE id = ANY(:entries)
    """
)


def expire_due(today: date | None = None) -> int:
    """Take off what is left of every lot that was to be spent before `today`; how many lots.

    Honour stays. Running it again, or twice at once, takes nothing twice.
    """
    expired = 0
    while (block := _expire_block(today or clock.today())) is not None:
        expired += block
    return expired


def _expire_block(today: date) -> int | None:
    """How many lots were expired, or None when none is due any more."""
    with transaction() as session:
        members = list(session.scalars(_DUE, {"today": today, "most": EXPIRE_LOTS_MAX}))
        if not members:
            return None
        hold_many(session, members)
        made = session.execute(_EXPIRE, _values(today) | {"members": members}).all()
        session.execute(_TAKE, {"entries": [entry.id for entry in made]})
        for community, points in _by_community(made).items():
            audit.record("points.expired", "community", community, points)
        return len(made)


def _values(today: date) -> dict[str, Any]:
    now, actor = clock.now(), audit.current_actor()
    return {
        "kind": Kind.expiry,
        "source": Source.service,
        "today": today,
        "posted_on": today,
        "posted_at": now,
        "actor_id": actor.id,
        "actor": actor.name,
    }


def _by_community(made: Any) -> dict[str, dict[str, int]]:
    sums: dict[str, dict[str, int]] = {}
    for entry in made:
        one = sums.setdefault(entry.community_code, {"lots": 0, "points": 0})
        one["lots"] += 1
        one["points"] += int(entry.points)
    return sums
