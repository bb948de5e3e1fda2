"""Use cases of what is offered: put on the list, alter, restock, take off and put back."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from scoring.redemption.limits import GOODS_MAX, STOCK_MAX
from scoring.redemption.models import Goods
from scoring.redemption.problems import (
    GoodsChanged,
    GoodsExist,
    GoodsUnknown,
    OutOfStock,
    TooManyGoods,
)
from service import audit, clock
from service.database import transaction
from service.messages import msg
from service.problems import FieldError

LOCK_SPACE = 0x474F4F44
"""First half of the advisory locks under which a community's list is changed."""


@dataclass(frozen=True, slots=True)
class Offering:
    """What can be said of goods or a service, beside its stock."""

    name: str
    kind: str
    """`goods` or `service`."""
    cost: int
    """Points for one."""
    shop: str
    description: str = ""
    member_limit: int | None = None
    limit_period: str | None = None
    picture: str = "gift"


def offer(community_code: str, code: str, what: Offering, stock: int = 0) -> Goods:
    """Put something on the list of a community. Raises `GoodsExist` or `TooManyGoods`."""
    with transaction() as session:
        session.execute(
            select(func.pg_advisory_xact_lock(LOCK_SPACE, func.hashtext(community_code)))
        )
        codes = set(session.scalars(select(Goods.code).filter_by(community_code=community_code)))
        if code in codes:
            told = msg("编码 {code} 已被使用，请换一个。", code=code)
            raise GoodsExist(told, errors=[FieldError("code", "taken", told)])
        if len(codes) >= GOODS_MAX:
            raise TooManyGoods(msg("一个社区最多 {max} 样兑换品。", max=GOODS_MAX))
        goods = Goods(
            community_code=community_code,
            code=code,
            stock=stock,
            made_at=clock.now(),
            **asdict(what),
        )
        session.add(goods)
        session.flush()
        _record("points.goods_offered", goods, {**_terms(what), "stock": stock})
        return goods


def alter(community_code: str, code: str, what: Offering, version: int) -> Goods:
    """Change what is said of it; orders already made keep what was agreed.

    `version` is the one that was looked at. Raises `GoodsUnknown` or `GoodsChanged`.
    """
    with transaction() as session:
        goods = _locked(session, community_code, code)
        if goods.version != version:
            raise GoodsChanged(msg("这样兑换品刚被别人修改过，请查看后再改。"))
        changed = {
            name: value for name, value in asdict(what).items() if getattr(goods, name) != value
        }
        if not changed:
            return goods
        for name, value in changed.items():
            setattr(goods, name, value)
        goods.version += 1
        _record("points.goods_altered", goods, {"changed": sorted(changed), **_terms(what)})
        return goods


def restock(community_code: str, code: str, by: int) -> Goods:
    """Add to the stock, or with a number below zero take out of it what was lost or counted wrong.

    Raises `GoodsUnknown`, or `OutOfStock` when more would go than is there.
    """
    with transaction() as session:
        goods = _locked(session, community_code, code)
        if not 0 <= goods.stock + by <= STOCK_MAX:
            told = msg(
                "现有库存 {stock} 份，增减后要在 0 至 {max} 份之间。",
                stock=goods.stock,
                max=STOCK_MAX,
            )
            raise OutOfStock(told, errors=[FieldError("by", "stock", told)])
        move_stock(session, goods.id, by)
        session.refresh(goods)
        _record("points.goods_restocked", goods, {"by": by, "stock": goods.stock})
        return goods


def put_on_offer(community_code: str, code: str, *, offered: bool) -> Goods:
    """Take something off the list, or put it back; orders already made stay. `GoodsUnknown`."""
    with transaction() as session:
        goods = _locked(session, community_code, code)
        if goods.offered != offered:
            goods.offered = offered
            goods.version += 1
            action = "points.goods_back" if offered else "points.goods_withdrawn"
            audit.record(action, "points_goods", _reference(goods), {"stock": goods.stock})
        return goods


def move_stock(session: Session, goods_id: int, by: int) -> None:
    """Add to a stock, whoever else moves it at the same time."""
    session.execute(
        update(Goods)
        .where(Goods.id == goods_id)
        .values(stock=Goods.stock + by)
        .execution_options(synchronize_session=False)
    )


def _locked(session: Session, community_code: str, code: str) -> Goods:
    goods = session.scalar(
        select(Goods)
        .filter_by(community_code=community_code, code=code)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if goods is None:
        raise GoodsUnknown(msg("本社区没有编码为 {code} 的兑换品。", code=code))
    return goods


def _record(action: str, goods: Goods, details: Mapping[str, Any]) -> None:
    audit.record(action, "points_goods", _reference(goods), details)


def _reference(goods: Goods) -> str:
    return f"{goods.community_code}/{goods.code}"


def _terms(what: Offering) -> dict[str, Any]:
    """What an auditor asks for first."""
    return {
        "cost": what.cost,
        "shop": what.shop,
        "member_limit": what.member_limit,
        "limit_period": what.limit_period,
    }
