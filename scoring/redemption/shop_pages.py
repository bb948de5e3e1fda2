"""The shopkeeper's page: a code is typed or scanned, seen to be right, and confirmed."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from scoring.redemption.codes import tidy_code
from scoring.redemption.counter import attempt, find, hand_out, public_name_of, waiting_at
from scoring.redemption.models import Order
from scoring.redemption.pages import Page
from scoring.redemption.reading import handed_out_by
from scoring.redemption.receipts import receipt_of
from scoring.redemption.schemas import CodeForm
from scoring.redemption.scope import order_here
from service.access import allow, caller
from service.messages import msg
from service.problems import Problem
from service.web.forms import Form, read_form
from service.web.i18n import render

pages = Blueprint("redemption_shop", __name__)


@pages.get("/points/shop")
@allow("points.collect")
def index() -> str:
    """The field for a code, and what was handed out last."""
    return _code_page(Form.blank())


@pages.post("/points/shop")
@allow("points.collect")
def look_up() -> Page:
    """What is to be handed out for a code."""
    form, data = read_form(CodeForm())
    if data is None:
        return _code_page(form), 422
    try:
        with attempt(caller().id):
            order = find(caller(), data["code"])
    except Problem as problem:
        return _code_page(form.refused(problem)), problem.status
    return _confirm_page(order, data["code"])


@pages.post("/points/shop/handed-out")
@allow("points.collect")
def confirm() -> Page | Response:
    """The goods were handed out."""
    form, data = read_form(CodeForm())
    if data is None:
        return _code_page(form), 422
    try:
        with attempt(caller().id):
            order = hand_out(caller(), data["code"], data["number"])
    except Problem as problem:
        return _code_page(form.refused(problem)), problem.status
    told = msg("已确认：{goods} × {quantity}。", goods=order.goods_name, quantity=order.quantity)
    flash(render(told), "success")
    return redirect(url_for("redemption_shop.receipt", number=order.number))


@pages.get("/points/shop/receipts/<number>")
@allow("points.collect")
def receipt(number: str) -> str:
    """The receipt of what was handed out, to be printed."""
    found = receipt_of(order_here(number, "points.collect"), with_code=False)
    return render_template("redemption/shop_receipt.html", receipt=found)


def _code_page(form: Form) -> str:
    return render_template(
        "redemption/shop.html",
        form=form,
        shop=caller().unit,
        waiting=waiting_at(caller()),
        lines=handed_out_by(caller()),
    )


def _confirm_page(order: Order, typed: str) -> str:
    return render_template(
        "redemption/hand_out.html",
        order=order,
        public_name=public_name_of(order),
        code=tidy_code(typed),
    )
