"""A member's ledger is written by one transaction at a time: whoever holds the balance.

Every use case that writes entries holds first and reads afterwards, so what it reads of the
member (state, claims, lots) cannot change before it commits. Locks are taken in one order
everywhere: the member, the balance, then claims; several members in the order of their ids.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from scoring.communities.models import Member, MemberState
from scoring.ledger.models import Balance
from scoring.ledger.problems import MemberAway, OwnInterest
from service.audit import Actor
from service.database import table_of
from service.messages import msg
from service.problems import NotFound

AWAY = msg("该成员目前没有参加积分（已退出，或还没有同意），积分不能增减。")
"""Why points of somebody who does not take part stay as they are."""
_member, _balance = table_of(Member).c, table_of(Balance).c
# Shared: it keeps whoever changes the member out, and those who only name the member in.
_MEMBER = select(
    _member.id,
    _member.community_code,
    _member.household_id,
    _member.state,
    _member.account_id,
    _member.joined_on,
).with_for_update(read=True, of=table_of(Member))
_BALANCE = select(_balance.honour, _balance.spendable).with_for_update()
# Made once: they are sent with every entry.
_BY_ID = _MEMBER.where(_member.id == bindparam("member"))
_BY_NUMBER = _MEMBER.where(
    _member.number == bindparam("number"), _member.community_code == bindparam("code")
)
_ITS_BALANCE = _BALANCE.where(_balance.member_id == bindparam("member"))


@dataclass(frozen=True, slots=True)
class Held:
    """A member as read while the balance is held."""

    member_id: int
    community_code: str
    household_id: int | None
    """None once the member is erased."""
    state: str
    account_id: int | None
    joined_on: date
    honour: int
    spendable: int
    """What entries add up to; a lot that is over but not yet expired is still in it."""


def hold(session: Session, member_id: int) -> Held:
    """Wait until nobody else writes this member's ledger, and read the member.

    `member_id` is of a member that there is. The locks end with the transaction.
    """
    return _hold(session, _BY_ID, {"member": member_id})


def hold_by_number(session: Session, community_code: str, number: str) -> Held:
    """The same by the number on the member's card. Raises `NotFound`."""
    return _hold(session, _BY_NUMBER, {"number": number, "code": community_code})


def hold_many(session: Session, member_ids: Iterable[int]) -> None:
    """Hold several members, in the one order in which everybody does.

    Whoever enters for many members in one transaction calls this first.
    """
    ids = list(member_ids)
    session.execute(_MEMBER.where(_member.id.in_(ids)).order_by(_member.id))
    session.execute(_BALANCE.where(_balance.member_id.in_(ids)).order_by(_balance.member_id))


def demand_active(held: Held) -> None:
    """Raise `MemberAway` for somebody who does not take part: not yet, or no more."""
    if held.state != MemberState.active:
        raise MemberAway(AWAY)


def demand_other(held: Held, actor: Actor) -> None:
    """Raise `OwnInterest` when the points are those of who acts."""
    if actor.id and held.account_id == actor.id:
        raise OwnInterest(msg("不能登记、审核或撤销自己的积分，请由另一位管理员办理。"))


def _hold(session: Session, wanted: Select[Any], which: dict[str, Any]) -> Held:
    member = session.execute(wanted, which).one_or_none()
    if member is None:
        raise NotFound(msg("本社区没有这位成员，请核对成员编号。"))
    balance = session.execute(_ITS_BALANCE, {"member": member.id}).one()
    return Held(
        member_id=member.id,
        community_code=member.community_code,
        household_id=member.household_id,
        state=member.state,
        account_id=member.account_id,
        joined_on=member.joined_on,
        honour=balance.honour,
        spendable=balance.spendable,
    )
