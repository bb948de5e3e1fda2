"""Pages of checking in, for a resident with a phone: open the code, say “I am here”."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from scoring.ledger.events.attendance import Invitation, check_in, invitation
from scoring.ledger.events.problems import CheckedInAlready, CodeRefused
from scoring.ledger.events.schemas import TypedCode
from service.access import allow
from service.problems import Problem
from service.web.forms import Form, read_form

pages = Blueprint("check_in", __name__)
Page = str | Response | tuple[str, int]


@pages.get("/points/check-in")
@allow("points.take_part")
def type_in() -> Page:
    """Where the code's letters are typed when it cannot be scanned."""
    if not request.args.get("code"):
        return _typing_page(Form.blank())
    form, data = read_form(TypedCode(), typed=request.args)
    if data is None:
        return _typing_page(form), 422
    try:
        invitation(data["code"])
    except CodeRefused as problem:
        return _typing_page(form.refused(problem)), problem.status
    return redirect(url_for("check_in.show", token=data["code"]), 303)


@pages.get("/points/check-in/<token>")
@allow("points.take_part")
def show(token: str) -> Page:
    """The event a code is for, with the one button, or why there is none."""
    try:
        found = invitation(token)
    except CodeRefused as problem:
        return _typing_page(Form({"code": [token]}).refused(problem)), problem.status
    return _invitation_page(found, token)


@pages.post("/points/check-in/<token>")
@allow("points.take_part")
def confirm(token: str) -> Page:
    """Check in; it waits for the organiser."""
    try:
        check_in(token)
    except CodeRefused as problem:
        return _typing_page(Form({"code": [token]}).refused(problem)), problem.status
    except Problem as problem:  # over meanwhile, or a cap is used up: said on the page
        found = invitation(token)
        return _invitation_page(Invitation(found.event, problem), token), problem.status
    flash(gettext("签到成功。组织者确认后，积分就会入账。"), "ok")
    return redirect(url_for("check_in.show", token=token), 303)


def _typing_page(form: Form) -> str:
    return render_template("events/type_in.html", form=form)


def _invitation_page(found: Invitation, token: str) -> str:
    problem = found.hindrance
    return render_template(
        "events/check_in.html",
        event=found.event,
        problem=problem,
        there=isinstance(problem, CheckedInAlready),
        token=token,
    )
