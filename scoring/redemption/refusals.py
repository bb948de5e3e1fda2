"""Tells of an order that has ended: what became of it, when and where."""

from scoring.redemption.models import Order, OrderState
from scoring.redemption.problems import OrderEnded
from service import clock
from service.messages import Message, msg


def refuse_ended(order: Order) -> None:
    """Raise `OrderEnded` unless the order still waits to be collected."""
    if order.state != OrderState.reserved:
        raise OrderEnded(told(order), state=order.state, ended_at=ended_at(order))


def told(order: Order) -> Message:
    """What became of an order that has ended."""
    at = ended_at(order)
    if order.state == OrderState.collected:
        return msg("这份兑换单已于 {at} 在“{shop}”领取。", at=at, shop=order.shop)
    if order.state == OrderState.lapsed:
        return msg("这份兑换单到期未领，已于 {at} 取消，应退的积分已退回。", at=at)
    return msg("这份兑换单已于 {at} 取消，应退的积分已退回。", at=at)


def ended_at(order: Order) -> str:
    """When it ended, on the office's clock, to the minute."""
    return f"{clock.at_office(order.ended_at):%Y-%m-%d %H:%M}" if order.ended_at else ""
