"""What was ordered, beside the entries that paid for it or gave it back."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from scoring.ledger.marks import markers
from scoring.ledger.models import Entry, Kind
from scoring.redemption.models import Order
from service.messages import Message, msg


def orders_behind(session: Session, entry_ids: Sequence[UUID]) -> Mapping[UUID, Message]:
    """The order behind each entry that has one."""
    paid = case((Entry.kind == Kind.refund, Entry.of_entry_id), else_=Entry.id)
    found = session.execute(
        select(Entry.id, Order).join(Order, Order.entry_id == paid).where(Entry.id.in_(entry_ids))
    )
    told: dict[UUID, Message] = {}
    for entry_id, order in found:
        told[entry_id] = msg(
            "“{goods}”× {quantity}，在“{shop}”领取，兑换单 {number}。",
            goods=order.goods_name,
            quantity=order.quantity,
            shop=order.shop,
            number=order.number,
        )
    return told


markers.append(orders_behind)
