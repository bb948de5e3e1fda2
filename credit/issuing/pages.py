"""The administrator's page of the switch."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from marshmallow import Schema, fields, validate
from werkzeug.wrappers import Response

from credit.issuing import service
from credit.issuing.limits import REASON_CHARS_MAX
from service.access import allow
from service.problems import Problem
from service.web.forms import Form, read_form

pages = Blueprint("issuing", __name__)
Page = str | Response | tuple[str, int]


class TurnForm(Schema):
    """The reason for turning the switch."""

    stop = fields.Boolean(required=True)
    reason = fields.String(required=True, validate=validate.Length(1, REASON_CHARS_MAX))


@pages.get("/certificates/issuing")
@allow("certificates.switch")
def show() -> str:
    """How it stands, and the last turns."""
    return _page(Form.blank())


@pages.post("/certificates/issuing")
@allow("certificates.switch")
def turn() -> Page:
    """Stop, or let go on."""
    form, data = read_form(TurnForm())
    if data is None:
        return _page(form), 422
    try:
        row = service.stop(data["reason"]) if data["stop"] else service.resume(data["reason"])
    except Problem as problem:
        return _page(form.refused(problem)), problem.status
    if row.stopped:
        flash(gettext("已暂停出具证明。"), "warn")
    else:
        flash(gettext("已恢复出具证明。"), "ok")
    return redirect(url_for("issuing.show"))


def _page(form: Form) -> str:
    now = service.standing()
    return render_template(
        "issuing/show.html",
        form=form,
        stopped=now is not None and now.stopped,
        changes=service.changes(),
        most=REASON_CHARS_MAX,
    )
