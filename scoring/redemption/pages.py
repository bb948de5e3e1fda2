"""A resident's pages of redemption: the window, an order, its receipt."""

from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from scoring.communities.scope import own_member
from scoring.redemption import service
from scoring.redemption.allowance import Offer
from scoring.redemption.limits import QUANTITY_MAX
from scoring.redemption.models import Goods, Order
from scoring.redemption.ordering import Ordering
from scoring.redemption.reading import (
    card_of,
    given_back,
    goods_named,
    orders_of,
    spendable_on,
    window_of,
)
from scoring.redemption.receipts import receipt_of
from scoring.redemption.schemas import OrderForm
from scoring.redemption.scope import order_here
from scoring.redemption.terms import terms_on
from service import clock
from service.access import allow
from service.messages import Message, msg
from service.problems import Problem
from service.web.forms import Form, read_form
from service.web.i18n import render

pages = Blueprint("redemption", __name__)
Page = str | tuple[str, int]


@pages.get("/points/me/shop")
@allow("points.take_part")
def own_window() -> str:
    """All that is offered: what can be had now, and what is missing to the rest."""
    return window_page(Ordering(own_member(), own=True))


@pages.get("/points/me/shop/<goods>")
@allow("points.take_part")
def own_choose(goods: str) -> str:
    """One thing, and the form that orders it."""
    member = own_member()
    return goods_page(Ordering(member, own=True), goods_named(member.community_code, goods))


@pages.post("/points/me/shop/<goods>")
@allow("points.take_part")
def own_order(goods: str) -> Page | Response:
    """Order, and go to the receipt."""
    member = own_member()
    here, thing = Ordering(member, own=True), goods_named(member.community_code, goods)
    placed = place_order(here, thing)
    if not isinstance(placed, service.Placed):
        return placed
    flash(render(msg("兑换成功。到店出示领取码即可领取。")), "success")
    return redirect(url_for("redemption.own_receipt", number=placed.order.number))


@pages.get("/points/me/orders")
@allow("points.take_part")
def own_orders() -> str:
    """One's own orders."""
    member = own_member()
    return render_template("redemption/own_orders.html", orders=orders_of(member))


@pages.get("/points/me/orders/<number>")
@allow("points.take_part")
def own_receipt(number: str) -> str:
    """The receipt, with the code as long as it is needed."""
    here = Ordering(own_member(), own=True)
    receipt = receipt_of(order_here(number, "points.take_part"), with_code=True)
    return render_template("redemption/receipt.html", here=here, receipt=receipt)


@pages.post("/points/me/orders/<number>/cancel")
@allow("points.take_part")
def own_cancel(number: str) -> Response:
    """Give an order up before it is collected."""
    order = service.cancel(order_here(number, "points.take_part").number)
    flash(render(told_cancelled(order)), "success")
    return redirect(url_for("redemption.own_receipt", number=order.number))


def told_cancelled(order: Order) -> Message:
    """What became of the points of an order given up."""
    back = given_back(order)
    if back == order.points:
        return msg("兑换单 {number} 已取消，{points} 分已退回。", number=order.number, points=back)
    return msg(
        "兑换单 {number} 已取消，{points} 分已退回；"
        "另 {kept} 分所属的得分已撤销或者已到期，不能再用。",
        number=order.number,
        points=back,
        kept=order.points - back,
    )


def window_page(here: Ordering) -> str:
    """The window of a member."""
    today = clock.today()
    cards = window_of(here.member, today)
    return render_template(
        "redemption/window.html",
        here=here,
        spendable=spendable_on(here.member, today),
        now=[card for card in cards if card.offer.hindrance is None],
        later=[card for card in cards if card.offer.hindrance == "points"],
        gone=[card for card in cards if card.offer.hindrance in {"stock", "limit"}],
    )


def goods_page(here: Ordering, goods: Goods, form: Form | None = None) -> str:
    """One thing with its form."""
    card = card_of(here.member, goods, clock.today())
    blank = Form.blank(quantity=1, version=goods.version, once=uuid4())
    return render_template(
        "redemption/choose.html",
        here=here,
        card=card,
        form=form or blank,
        most=_most(card.offer),
        collect_by=terms_on(clock.today()).collect_by(clock.today()),
    )


def place_order(here: Ordering, goods: Goods) -> service.Placed | Page:
    """Order by the form that was sent, or the page that says what is wrong with it."""
    form, data = read_form(OrderForm())
    if data is None:
        return goods_page(here, goods, form), 422
    try:
        return service.order(here.member, goods, **data)
    except Problem as problem:
        # What is offered may have changed: the form is shown with what holds now.
        again = Form.blank(quantity=data["quantity"], version=goods.version, once=data["once"])
        return goods_page(here, goods, again.refused(problem)), problem.status


def _most(offer: Offer) -> int:
    return min(offer.allowed, QUANTITY_MAX)
