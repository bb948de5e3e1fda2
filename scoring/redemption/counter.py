"""At the shop: an order by its code. A code that is tried is counted before it is looked at."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import delete, func, select

from scoring.communities.models import Member
from scoring.redemption import service
from scoring.redemption.codes import code_digest, tidy_code
from scoring.redemption.limits import ATTEMPTS_MAX, ATTEMPTS_WINDOW
from scoring.redemption.models import CodeAttempt, Order, OrderState
from scoring.redemption.problems import CodesThrottled, CodeWrong, OrderLate, OtherShop
from scoring.redemption.refusals import refuse_ended
from service import clock
from service.access import Visitor
from service.database import db, transaction
from service.messages import msg
from service.problems import FieldError

LOCK_SPACE = 0x434F4445
"""First half of the advisory locks under which attempts are counted."""


@contextmanager
def attempt(account_id: int) -> Iterator[None]:
    """Try a code: counted at once, and forgiven unless the block finds it to be wrong.

    Counted in a transaction of its own, so that no refusal of what follows rolls it back,
    and under a lock, so that many guesses sent at once meet the same limit.
    Raises `CodesThrottled`.
    """
    number = _count(account_id)
    try:
        yield
    except CodeWrong:
        raise
    except Exception:
        _forgive(number)
        raise
    _forgive(number)


def find(keeper: Visitor, typed: str) -> Order:
    """The order of a code, at the keeper's own shop and not yet ended.

    Call it within `attempt`. Raises `CodeWrong`, `OtherShop`, `OrderEnded` or `OrderLate`.
    """
    code = tidy_code(typed)
    order = code and db.session.scalar(select(Order).filter_by(code_digest=code_digest(code)))
    if not order or order.community_code != keeper.community_code:
        told = msg("没有这个领取码。请核对居民手机或凭条上的 8 位领取码，再输一次。")
        raise CodeWrong(told, errors=[FieldError("code", "code-wrong", told)])
    if order.shop != keeper.unit:
        raise OtherShop(msg("这份兑换单请到“{shop}”领取。", shop=order.shop))
    refuse_ended(order)
    if order.collect_by < clock.today():
        told = msg(
            "最后领取日是 {day}，已过期；兑换将取消，未到期的积分退回。", day=order.collect_by
        )
        raise OrderLate(told)
    return order


def hand_out(keeper: Visitor, typed: str, number: str | None = None) -> Order:
    """Confirm that the goods were handed out, by the code. Errors as `find`.

    `number` is that of the order expected; another one's code is a wrong code.
    """
    order = find(keeper, typed)
    if number is not None and order.number != number:
        told = msg("领取码与兑换单 {number} 不符。", number=number)
        raise CodeWrong(told, errors=[FieldError("code", "code-wrong", told)])
    return service.collect(order.number)


def public_name_of(order: Order) -> str:
    """All a shopkeeper learns of who comes."""
    return db.session.scalar(select(Member.public_name).where(Member.id == order.member_id)) or ""


def waiting_at(keeper: Visitor) -> int:
    """Orders to be collected at the keeper's shop."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Order)
            .filter_by(
                community_code=keeper.community_code, shop=keeper.unit, state=OrderState.reserved
            )
        )
        or 0
    )


def forget_attempts() -> int:
    """Delete attempts that count no more; returns how many."""
    with transaction() as session:
        gone = session.execute(
            delete(CodeAttempt)
            .where(CodeAttempt.at < clock.now() - ATTEMPTS_WINDOW)
            .returning(CodeAttempt.id)
        ).all()
    return len(gone)


def _forgive(number: int) -> None:
    with transaction() as session:
        session.execute(delete(CodeAttempt).where(CodeAttempt.id == number))


def _count(account_id: int) -> int:
    with transaction() as session:
        session.execute(select(func.pg_advisory_xact_lock(LOCK_SPACE, func.hashint8(account_id))))
        now = clock.now()
        tried = session.scalar(
            select(func.count())
            .select_from(CodeAttempt)
            .where(CodeAttempt.account_id == account_id, CodeAttempt.at > now - ATTEMPTS_WINDOW)
        )
        if (tried or 0) >= ATTEMPTS_MAX:
            seconds = int(ATTEMPTS_WINDOW.total_seconds())
            raise CodesThrottled(
                msg("输错次数过多，请 {minutes} 分钟后再试。", minutes=seconds // 60),
                retry_after_seconds=seconds,
            )
        row = CodeAttempt(account_id=account_id, at=now)
        session.add(row)
        session.flush()
        return row.id
