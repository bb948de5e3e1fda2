"""What was ordered, beside the entries that paid for it or gave it back."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from scoring.ledger.marks import markers
from scoring.redemption.models import Order
from service.messages import Message, msg


def orders_behind(session: Session, entry_ids: Sequence[UUID]) -> Mapping[UUID, Message]:
    """The order behind each entry that has one."""
    orders = session.scalars(
        select(Order).where(or_(Order.entry_id.in_(entry_ids), Order.refund_id.in_(entry_ids)))
    )
    told: dict[UUID, Message] = {}
    for order in orders:
        mark = msg("“{goods}”× {quantity}，在“{shop}”领取，兑换单 {number}。",
                   goods=order.goods_name, quantity=order.quantity, shop=order.shop,
                   number=order.number)  # fmt: skip
        told |= {entry: mark for entry in (order.entry_id, order.refund_id) if entry}
    return told


markers.append(orders_behind)
