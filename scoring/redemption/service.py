"""Use cases of orders: order, cancel, collect, let lapse.

Whoever takes several locks takes them in one order: the member's balance, the order, the goods.
"""

import logging
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from scoring.catalogue.vocabulary import Period
from scoring.communities.models import Member
from scoring.ledger.holding import demand_active, hold
from scoring.ledger.limits import REFUND_DAYS_MIN
from scoring.ledger.models import Entry, Source
from scoring.ledger.spending import give_back, spend
from scoring.redemption.codes import code_digest, new_code
from scoring.redemption.limits import LAPSED_PER_RUN_MAX
from scoring.redemption.models import Goods, Order, OrderState
from scoring.redemption.offering import move_stock
from scoring.redemption.problems import (
    GoodsChanged,
    LimitReached,
    NotOffered,
    OrderEnded,
    OrderUnknown,
    OutOfStock,
)
from scoring.redemption.reading import given_back
from scoring.redemption.refusals import refuse_ended
from scoring.redemption.taken import Taken, taken_by
from scoring.redemption.terms import terms_on
from service import audit, clock
from service.audit import SYSTEM, acting_as, current_actor
from service.database import db, transaction
from service.messages import msg
from service.numbers import Numbers
from service.problems import FieldError, Problem

logger = logging.getLogger(__name__)
NUMBERS = Numbers("DH")


@dataclass(frozen=True, slots=True)
class Placed:
    """An order and the code by which it is collected."""

    order: Order
    code: str


def order(
    member: Member,
    goods: Goods,
    quantity: int,
    *,
    version: int | None = None,
    once: UUID | None = None,
    source: str = Source.page,
) -> Placed:
    """Spend points on goods and keep them aside for the member.

    `version` is the offer the member looked at, `once` the form it was ordered with: the
    same form sent twice is one order. Raises `MemberAway`, `NotOffered`, `GoodsChanged`,
    `LimitReached`, `NotEnoughPoints` or `OutOfStock`; then nothing is spent.
    """
    today = clock.today()
    with transaction() as session:
        demand_active(hold(session, member.id))
        before = _made_before(session, member, once)
        if before is not None:
            return Placed(before, before.code_sealed or "")
        _refuse_what_is_gone(goods, version)
        _hold_to_limit(session, member, goods, quantity, today)
        entry = spend(session, member.id, goods.cost * quantity, source)
        _take_stock(session, goods, quantity)
        placed = _write(session, member, goods, entry, quantity, once, today)
        made = placed.order
        audit.record(
            "points.ordered",
            "points_order",
            made.number,
            {"goods": goods.code, "quantity": quantity, "points": made.points},
        )
        return placed


def cancel(number: str) -> Order:
    """Give an order up before it is collected: stock goes back, and the points but for those of
    awards reversed meanwhile.

    Raises `OrderUnknown` or `OrderEnded`.
    """
    with transaction() as session:
        return _undo(session, number, OrderState.cancelled, "points.order_cancelled")


def collect(number: str) -> Order:
    """Hand the goods out, once. Raises `OrderUnknown`, or `OrderEnded` with when and where."""
    with transaction() as session:
        found = locked_order(session, number)
        refuse_ended(found)
        _end(found, OrderState.collected)
        audit.record("points.collected", "points_order", number, {"quantity": found.quantity})
        return found


def lapse_due(today: date | None = None, *, limit: int = LAPSED_PER_RUN_MAX) -> int:
    """Undo orders nobody collected by their day, each in its own transaction; returns how many."""
    day = today or clock.today()
    numbers = db.session.scalars(
        select(Order.number)
        .where(Order.state == OrderState.reserved, Order.collect_by < day)
        .order_by(Order.collect_by, Order.number)
        .limit(limit)
    ).all()
    db.session.rollback()
    with acting_as(SYSTEM):
        return sum(_lapse(number) for number in numbers)


def cancel_all_of(session: Session, member: Member) -> None:
    """Cancel what a member who leaves has not collected, before all points are taken back."""
    hold(session, member.id)  # whoever is ordering now is waited for, and then seen
    for number in session.scalars(
        select(Order.number).filter_by(member_id=member.id, state=OrderState.reserved)
    ).all():
        _undo(session, number, OrderState.cancelled, "points.order_cancelled")


def locked_order(session: Session, number: str) -> Order:
    """An order, kept from others until the transaction ends. Raises `OrderUnknown`."""
    found = session.scalar(
        select(Order)
        .filter_by(number=number)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise OrderUnknown(msg("没有编号为 {number} 的兑换单。", number=number))
    return found


def _made_before(session: Session, member: Member, once: UUID | None) -> Order | None:
    """The order a form made when it was sent the first time."""
    if once is None:
        return None
    return session.scalar(select(Order).filter_by(once=once, member_id=member.id))


def _refuse_what_is_gone(goods: Goods, version: int | None) -> None:
    if not goods.offered:
        raise NotOffered(msg("“{name}”已下架。", name=goods.name))
    if version is not None and version != goods.version:
        raise GoodsChanged(msg("“{name}”刚有变动，请看清后再兑换。", name=goods.name))


def _hold_to_limit(
    session: Session, member: Member, goods: Goods, quantity: int, today: date
) -> None:
    if goods.member_limit is None or goods.limit_period is None:
        return
    taken = taken_by(session, member.id, today).get(goods.id, Taken())
    left = max(goods.member_limit - taken.within(goods.limit_period), 0)
    if quantity > left:
        most = goods.member_limit
        if goods.limit_period == Period.month:
            told = msg("每人每月限 {max} 份，本月还可兑换 {left} 份。", max=most, left=left)
        else:
            told = msg("每人每年限 {max} 份，今年还可兑换 {left} 份。", max=most, left=left)
        raise LimitReached(told, errors=[FieldError("quantity", "limit", told)])


def _take_stock(session: Session, goods: Goods, quantity: int) -> None:
    """The last step of an order, for everybody who wants the same waits at this row."""
    left = session.scalar(
        update(Goods)
        .where(
            Goods.id == goods.id,
            Goods.offered,
            Goods.version == goods.version,
            Goods.stock >= quantity,
        )
        .values(stock=Goods.stock - quantity)
        .returning(Goods.stock)
        .execution_options(synchronize_session=False)
    )
    if left is not None:
        return
    now = session.execute(
        select(Goods.stock, Goods.version, Goods.offered).where(Goods.id == goods.id)
    ).one()
    if not now.offered or now.version != goods.version:
        raise GoodsChanged(msg("“{name}”刚有变动，请看清后再兑换。", name=goods.name))
    told = msg("“{name}”只剩 {stock} 份。", name=goods.name, stock=now.stock)
    raise OutOfStock(told, errors=[FieldError("quantity", "stock", told)])


def _write(
    session: Session,
    member: Member,
    goods: Goods,
    entry: Entry,
    quantity: int,
    once: UUID | None,
    today: date,
) -> Placed:
    code = _fresh_code(session)
    made = Order(
        number=NUMBERS.new(today),
        community_code=member.community_code,
        member_id=member.id,
        goods_id=goods.id,
        goods_name=goods.name,
        quantity=quantity,
        points=goods.cost * quantity,
        shop=goods.shop,
        code_digest=code_digest(code),
        code_sealed=code,
        entry_id=entry.id,
        once=once,
        made_at=clock.now(),
        collect_by=terms_on(today).collect_by(today),
    )
    session.add(made)
    session.flush()
    return Placed(made, code)


def _fresh_code(session: Session) -> str:
    code = new_code()
    while session.scalar(select(Order.number).filter_by(code_digest=code_digest(code))):
        code = new_code()
    return code


def _lapse(number: str) -> int:
    """1 when it was undone; one that cannot be stops no other."""
    try:
        with transaction() as session:
            _undo(session, number, OrderState.lapsed, "points.order_lapsed")
    except OrderEnded:
        return 0  # collected or cancelled since
    except Problem as problem:
        logger.error("order %s does not lapse: %s", number, problem.code)
        return 0
    return 1


def _undo(session: Session, number: str, state: OrderState, action: str) -> Order:
    """Points and stock go back; balance first, then the order, then the goods."""
    member_id = session.scalar(select(Order.member_id).filter_by(number=number))
    held = hold(session, member_id) if member_id is not None else None
    found = locked_order(session, number)
    refuse_ended(found)
    by_others = held is not None and current_actor().id not in {0, held.account_id}
    give_back(
        session,
        session.get_one(Entry, found.entry_id),
        days_min=REFUND_DAYS_MIN if by_others else 0,
    )
    _end(found, state)
    session.flush()
    move_stock(session, found.goods_id, found.quantity)
    told = {"quantity": found.quantity, "points": found.points, "given_back": given_back(found)}
    audit.record(action, "points_order", number, told)
    return found


def _end(found: Order, state: OrderState) -> None:
    who = current_actor()
    found.state = state
    found.code_sealed = None
    found.ended_at = clock.now()
    found.ended_by_id, found.ended_by = who.id, who.name
