"""Points spent and points given back, within the use case of who sells and who cancels."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scoring.communities.models import MemberState
from scoring.ledger.holding import demand_active, hold
from scoring.ledger.limits import SPEND_POINTS_MAX
from scoring.ledger.lots import take
from scoring.ledger.models import Entry, Kind, Source
from scoring.ledger.origins import parts_of
from scoring.ledger.posting import live_lots, post
from scoring.ledger.problems import NotEnoughPoints, NotRefundable
from service import clock
from service.database import table_of
from service.messages import msg

_entry = table_of(Entry).c


def spend(session: Session, member_id: int, points: int, source: str = Source.page) -> Entry:
    """Take points of a member, first those that expire first; returns the redemption.

    Joins the caller's transaction and holds the member until its end. Raises `MemberAway` and
    `NotEnoughPoints`; what is over today but not yet expired by the job cannot be spent.
    """
    if not 0 < points <= SPEND_POINTS_MAX:
        raise ValueError(f"{points} points cannot be spent at once")
    held = hold(session, member_id)
    demand_active(held)
    lots = live_lots(session, member_id, clock.today())
    uses = take(lots, points)
    if sum(use.points for use in uses) < points:
        available = sum(lot.left for lot in lots)
        raise NotEnoughPoints(
            msg(
                "可用积分 {available} 分，不足 {asked} 分。请减少数量，或攒够积分后再换。",
                available=available,
                asked=points,
            ),
            available=available,
            asked=points,
        )
    return post(session, held, uses, kind=Kind.redemption, spendable=-points, source=source)


def give_back(
    session: Session, entry: Entry, reason: str | None = None, *, days_min: int = 0
) -> list[Entry]:
    """Give the points of a redemption back as new lots, award by award; returns the refunds.

    Nothing comes back of an award reversed meanwhile: its refund is of 0 points and says so. A lot
    can be spent as long as the last of the award's lots that it was taken from, and for `days_min`
    days at least: `REFUND_DAYS_MIN` when others gave the order up, none when the member did, or
    ordering and cancelling would keep points alive for ever. What was over meanwhile comes back as
    a lot that is over, and goes with the next expiry. Joins the caller's transaction. Raises
    `NotRefundable` for anything but a redemption, and the second time.
    """
    if entry.kind != Kind.redemption:
        raise NotRefundable(msg("只有兑换扣除的积分才能退回。"))
    held = hold(session, entry.member_id)
    if _given_back(session, entry.id):
        raise NotRefundable(msg("这笔兑换的积分已经退回。"))
    if held.state == MemberState.erased:
        raise NotRefundable(msg("该成员已退出，积分已清除。"))
    not_before = clock.today() + timedelta(days=days_min) if days_min else date.min
    return [
        post(
            session,
            held,
            kind=Kind.refund,
            spendable=0 if part.reversed else part.points,
            expires_on=None if part.reversed else max(part.last_day, not_before),
            of_entry_id=entry.id,
            origin_id=part.origin_id,
            reason=reason,
            source=Source.service,
        )
        for part in parts_of(session, entry.id)
    ]


def _given_back(session: Session, entry_id: UUID) -> bool:
    found = select(_entry.id).where(_entry.of_entry_id == entry_id, _entry.kind == Kind.refund)
    return session.scalar(found.limit(1)) is not None
