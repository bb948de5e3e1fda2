"""A manager's pages of redemption: goods, stock, orders, somebody at the counter."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from scoring.communities.models import Community
from scoring.communities.scope import community_here, member_here
from scoring.redemption import offering, service
from scoring.redemption.models import Goods, OrderState
from scoring.redemption.offering import Offering
from scoring.redemption.ordering import Ordering
from scoring.redemption.pages import Page, goods_page, place_order, told_cancelled, window_page
from scoring.redemption.pictures import PICTURES
from scoring.redemption.reading import counts_in, goods_named, goods_of, orders_in, shops_of
from scoring.redemption.receipts import receipt_of
from scoring.redemption.schemas import (
    AlteredOfferingForm,
    NewOfferingForm,
    StateArguments,
    StockForm,
)
from scoring.redemption.scope import code_is_for_caller, order_here
from service.access import allow
from service.messages import msg
from service.problems import NotFound, Problem
from service.web.forms import Form, read_form
from service.web.i18n import render

pages = Blueprint("redemption_desk", __name__)
TERMS = (
    "name", "description", "kind", "picture", "cost", "member_limit", "limit_period", "shop",
)  # fmt: skip


@pages.get("/points/<code>/goods")
@allow("points.offer")
def goods(code: str) -> str:
    """All that is or was offered, with its stock."""
    return _goods_page(community_here(code, "points.offer"))


@pages.get("/points/<code>/goods/new")
@allow("points.offer")
def blank(code: str) -> str:
    """The form for something new."""
    community = community_here(code, "points.offer")
    return _form_page(community, Form.blank(kind="goods", picture="gift", stock=0))


@pages.post("/points/<code>/goods/new")
@allow("points.offer")
def offer(code: str) -> Page | Response:
    """Put something on the list."""
    community = community_here(code, "points.offer")
    form, data = read_form(NewOfferingForm())
    if data is None:
        return _form_page(community, form), 422
    own_code, stock = data.pop("code"), data.pop("stock")
    try:
        made = offering.offer(community.code, own_code, Offering(**data), stock)
    except Problem as problem:
        return _form_page(community, form.refused(problem)), problem.status
    return _back(code, msg("“{name}”已上架。", name=made.name))


@pages.get("/points/<code>/goods/<goods>")
@allow("points.offer")
def edit(code: str, goods: str) -> str:
    """The form for something on the list."""
    community = community_here(code, "points.offer")
    found = goods_named(community.code, goods)
    values = {name: getattr(found, name) for name in TERMS}
    return _form_page(community, Form.blank(version=found.version, **values), found)


@pages.post("/points/<code>/goods/<goods>")
@allow("points.offer")
def alter(code: str, goods: str) -> Page | Response:
    """Change what is said of it."""
    community = community_here(code, "points.offer")
    found = goods_named(community.code, goods)
    form, data = read_form(AlteredOfferingForm())
    if data is None:
        return _form_page(community, form, found), 422
    version = data.pop("version")
    try:
        offering.alter(community.code, found.code, Offering(**data), version)
    except Problem as problem:
        return _form_page(community, form.refused(problem), found), problem.status
    return _back(code, msg("“{name}”已修改。", name=data["name"]))


@pages.post("/points/<code>/goods/<goods>/stock")
@allow("points.offer")
def restock(code: str, goods: str) -> Page | Response:
    """Add to the stock or take out of it."""
    community = community_here(code, "points.offer")
    form, data = read_form(StockForm())
    if data is None:
        return _goods_page(community, form, goods), 422
    try:
        done = offering.restock(community.code, goods, data["by"])
    except Problem as problem:
        return _goods_page(community, form.refused(problem), goods), problem.status
    return _back(code, msg("“{name}”现有 {stock} 份。", name=done.name, stock=done.stock))


@pages.post("/points/<code>/goods/<goods>/offered")
@allow("points.offer")
def put_on_offer(code: str, goods: str) -> Response:
    """Take something off the list, or put it back."""
    community = community_here(code, "points.offer")
    offered = request.form.get("offered") == "true"
    done = offering.put_on_offer(community.code, goods, offered=offered)
    told = msg("“{name}”已重新上架。", name=done.name) if offered else None
    return _back(code, told or msg("“{name}”已下架，已兑换的仍可领取。", name=done.name))


@pages.get("/points/<code>/orders")
@allow("points.offer")
def orders(code: str) -> str:
    """The community's orders, by public name."""
    community = community_here(code, "points.offer")
    _, data = read_form(StateArguments(), request.args)
    state = data["state"] if data else None
    return render_template(
        "redemption/orders.html",
        community=community,
        lines=orders_in(community.code, state),
        counts=counts_in(community.code),
        state=state,
    )


@pages.post("/points/<code>/orders/<number>/cancel")
@allow("points.offer")
def cancel(code: str, number: str) -> Response:
    """Give an order up for a member, before it is collected."""
    community_here(code, "points.offer")
    order = service.cancel(order_here(number, "points.offer").number)
    flash(render(told_cancelled(order)), "success")
    return redirect(url_for("redemption_desk.orders", code=code))


@pages.get("/points/<code>/members/<number>/shop")
@allow("points.redeem")
def window(code: str, number: str) -> str:
    """What a member at the counter can have."""
    return window_page(_at_counter(code, number))


@pages.get("/points/<code>/members/<number>/shop/<goods>")
@allow("points.redeem")
def choose(code: str, number: str, goods: str) -> str:
    """One thing for a member at the counter."""
    return goods_page(_at_counter(code, number), goods_named(code, goods))


@pages.post("/points/<code>/members/<number>/shop/<goods>")
@allow("points.redeem")
def order(code: str, number: str, goods: str) -> Page | Response:
    """Order for a member at the counter. The code is the member's: who cannot sign in to see it
    gets it on the printed receipt, this once."""
    here = _at_counter(code, number)
    placed = place_order(here, goods_named(code, goods))
    if not isinstance(placed, service.Placed):
        return placed
    receipt = receipt_of(placed.order, with_code=code_is_for_caller(here.member))
    return render_template("redemption/receipt.html", here=here, receipt=receipt)


def _at_counter(code: str, number: str) -> Ordering:
    community = community_here(code, "points.redeem")
    member = member_here(number, "points.redeem")
    if member.community_code != community.code:
        raise NotFound(msg("没有找到这位成员。"))
    return Ordering(member, own=False)


def _goods_page(community: Community, form: Form | None = None, at: str | None = None) -> str:
    found = goods_of(community.code)
    return render_template(
        "redemption/goods.html",
        community=community,
        goods=[one for one in found if one.offered],
        withdrawn=[one for one in found if not one.offered],
        waiting=counts_in(community.code)[OrderState.reserved],
        form=form or Form.blank(),
        at=at,
    )


def _form_page(community: Community, form: Form, goods: Goods | None = None) -> str:
    values: dict[str, Any] = {"shops": shops_of(community.code), "pictures": PICTURES}
    return render_template(
        "redemption/goods_form.html", community=community, form=form, goods=goods, **values
    )


def _back(code: str, told: Any) -> Response:
    flash(render(told), "success")
    return redirect(url_for("redemption_desk.goods", code=code))
