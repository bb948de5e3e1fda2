"""Pages of messages: what I was told, and where else I want to be told."""

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from service.access import allow, caller, current_account
from service.database import db, transaction
from service.database.outages import is_outage
from service.notices import service
from service.notices.addresses import addresses_of, set_address
from service.notices.channels import ChannelName
from service.notices.schemas import AddressForm
from service.packed import unpack
from service.problems import Problem
from service.web.forms import Form, read_form
from service.web.i18n import language
from service.web.redirects import safe_next
from service.web.row_ids import ROW_ID

pages = Blueprint("notices", __name__)
Page = str | Response | tuple[str, int]


@pages.get("/messages")
@allow("notices.read")
def inbox() -> str:
    """What I was told, newest first."""
    return _page(Form.blank(**addresses_of(caller().id)))


@pages.post("/messages/read")
@allow("notices.read")
def read_all() -> Response:
    """Mark all as read."""
    service.mark_read(caller().id)
    return redirect(url_for("notices.inbox"), 303)


@pages.post(f"/messages/<{ROW_ID}:notice_id>/open")
@allow("notices.read")
def open_one(notice_id: int) -> Response:
    """Mark one as read and go to what it is about."""
    service.mark_read(caller().id, notice_id)
    return redirect(safe_next(request.form.get("link"), url_for("notices.inbox")), 303)


@pages.post("/messages/addresses")
@allow("notices.read")
def set_addresses() -> Page:
    """Keep or remove my addresses."""
    form, data = read_form(AddressForm())
    if data is None:
        return _page(form), 422
    tongue = "en" if language() == "en" else "zh"
    try:
        with transaction():
            for channel in ChannelName:
                set_address(caller().id, channel, data[channel], tongue)
    except Problem as problem:
        return _page(form.refused(problem)), problem.status
    flash(gettext("联系方式已保存。"), "ok")
    return redirect(url_for("notices.inbox"), 303)


def _page(form: Form) -> str:
    rows, following = service.inbox(caller().id, cursor=request.args.get("cursor"))
    return render_template(
        "notices/inbox.html",
        form=form,
        unread=service.unread(caller().id),
        rows=[(row, unpack(row.subject), unpack(row.body)) for row in rows],
        next_cursor=following,
    )


def init_notices(app: Flask) -> None:
    """Give every page the count of unread messages."""

    @app.context_processor
    def _unread() -> dict[str, object]:
        return {"unread_messages": _count}


def _count() -> int:
    me = current_account()
    if me is None or me.must_change_password:
        return 0
    try:
        return service.unread(me.id)
    except SQLAlchemyError as error:
        if not is_outage(error):
            raise
        db.session.rollback()
        return 0  # the page that tells of it is drawn all the same
