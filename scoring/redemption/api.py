"""REST of redemption: what is offered, order, look, cancel, collect."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from scoring.communities.models import Member
from scoring.communities.scope import community_here, member_here
from scoring.ledger.models import Source
from scoring.redemption import service
from scoring.redemption.codes import shown_code
from scoring.redemption.counter import attempt, hand_out, public_name_of
from scoring.redemption.models import GIVEN_UP, Goods, Order
from scoring.redemption.reading import (
    all_given_back,
    goods_codes,
    goods_named,
    goods_of,
    orders_of,
    spendable_on,
)
from scoring.redemption.schemas import (
    CollectedAnswer,
    CollectRequest,
    GoodsListAnswer,
    OrderAnswer,
    OrderRequest,
    OrdersAnswer,
    PlacedAnswer,
)
from scoring.redemption.scope import code_is_for_caller, order_here
from service import clock
from service.access import allow, caller
from service.api.idempotency import idempotent
from service.api.shell import api_blueprint
from service.database import db

blueprint = api_blueprint("redemption_api", __name__, "积分兑换 Redemption")
View = TypeVar("View", bound=Callable[..., Any])


def counting_codes(view: View) -> View:
    """Count a code before anything else, so that no stored answer and no rollback hides it."""

    @wraps(view)
    def counted(*args: Any, **kwargs: Any) -> Any:
        with attempt(caller().id):
            return view(*args, **kwargs)

    return counted  # type: ignore[return-value]


@blueprint.get("/communities/<code>/goods")
@allow("points.catalogue")
@blueprint.response(200, GoodsListAnswer)
def offered(code: str) -> Any:
    """What a community offers for points, the cheapest first."""
    return {"goods": goods_of(community_here(code, "points.catalogue").code, offered_only=True)}


@blueprint.get("/members/<number>/redemptions")
@allow("points.redeem")
@blueprint.response(200, OrdersAnswer)
def orders(number: str) -> Any:
    """A member's orders: those that wait first, then the newest."""
    member = member_here(number, "points.redeem")
    return {"orders": answers(orders_of(member), member)}


@blueprint.post("/members/<number>/redemptions")
@allow("points.redeem")
@idempotent
@blueprint.arguments(OrderRequest)
@blueprint.response(201, PlacedAnswer)
@blueprint.doc(operationId="members.redeem")
def order(data: dict[str, Any], number: str) -> Any:
    """Spend points on goods. The answer holds the code by which they are collected for the member
    alone, or for who orders for a member without sign-in."""
    member = member_here(number, "points.redeem")
    goods = goods_named(member.community_code, data["goods"])
    placed = service.order(
        member, goods, data["quantity"], version=data["version"], source=Source.api
    )
    return answer(placed.order, member) | {
        "code": shown_code(placed.code) if placed.code and code_is_for_caller(member) else None,
        "spendable": spendable_on(member, clock.today()),
    }


@blueprint.get("/redemptions/<number>")
@allow("points.redeem")
@blueprint.response(200, OrderAnswer)
def read(number: str) -> Any:
    """One order."""
    return answer(order_here(number, "points.redeem"))


@blueprint.post("/redemptions/<number>/cancel")
@allow("points.redeem")
@idempotent
@blueprint.response(200, OrderAnswer)
def cancel(number: str) -> Any:
    """Give an order up before it is collected; points and stock go back."""
    return answer(service.cancel(order_here(number, "points.redeem").number))


@blueprint.post("/redemptions/<number>/collect")
@allow("points.collect")
@counting_codes
@idempotent
@blueprint.arguments(CollectRequest)
@blueprint.response(200, CollectedAnswer)
def collect(data: dict[str, Any], number: str) -> Any:
    """The shop confirms, by the member's code, that the goods were handed out."""
    order = hand_out(caller(), data["code"], number)
    return {
        "number": order.number,
        "goods": db.session.get_one(Goods, order.goods_id).code,
        "goods_name": order.goods_name,
        "quantity": order.quantity,
        "public_name": public_name_of(order),
        "shop": order.shop,
        "state": order.state,
        "ended_at": order.ended_at,
    }


def answer(order: Order, member: Member | None = None) -> dict[str, Any]:
    """An order as the API gives it."""
    return answers([order], member or db.session.get_one(Member, order.member_id))[0]


def answers(orders: Sequence[Order], member: Member) -> list[dict[str, Any]]:
    """Orders of a member as the API gives them."""
    codes = goods_codes(orders)
    back = all_given_back([order for order in orders if order.state in GIVEN_UP])
    return [_answer(order, member, codes[order.goods_id], back) for order in orders]


def _answer(order: Order, member: Member, goods: str, back: dict[UUID, int]) -> dict[str, Any]:
    return {
        "number": order.number,
        "member": member.number,
        "goods": goods,
        "goods_name": order.goods_name,
        "quantity": order.quantity,
        "points": order.points,
        "shop": order.shop,
        "state": order.state,
        "given_back": back.get(order.entry_id, 0) if order.state in GIVEN_UP else None,
        "made_at": order.made_at,
        "collect_by": order.collect_by,
        "ended_at": order.ended_at,
    }
