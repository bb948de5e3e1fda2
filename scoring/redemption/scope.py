"""Whose order: a resident sees the own ones, a manager the community's, a shop its own."""

from sqlalchemy import select

from scoring.communities.models import Member
from scoring.redemption.models import Order
from scoring.redemption.problems import OrderUnknown
from scoring.redemption.service import NUMBERS
from service.access import Scope, Visitor, current_account, scope_of
from service.database import db
from service.messages import msg


def order_here(number: str, action: str) -> Order:
    """The order of that number, if the caller may do `action` with it. Raises `OrderUnknown`."""
    order = db.session.get(Order, NUMBERS.tidy(number) or number)
    account = current_account()
    if order is None or account is None or not _reaches(order, account, action):
        raise OrderUnknown(msg("没有编号为 {number} 的兑换单。", number=number))
    return order


def code_is_for_caller(member: Member) -> bool:
    """Whether the caller gets the code of a member's order that was just made.

    It is for the member alone. Who has no sign-in can get it only on paper from who ordered.
    """
    account = current_account()
    return account is not None and member.account_id in {None, account.id}


def _reaches(order: Order, account: Visitor, action: str) -> bool:
    scope = scope_of(account, action)
    if scope is Scope.own:
        owner = select(Member.account_id).where(Member.id == order.member_id)
        return db.session.scalar(owner) == account.id
    if scope is Scope.community:
        return order.community_code == account.community_code
    if scope is Scope.unit:
        return order.shop == account.unit and order.community_code == account.community_code
    return True
