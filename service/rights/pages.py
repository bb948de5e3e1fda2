"""Pages about oneself: all that is held, who looked, consents, contact data."""

import json
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from service.access import allow
from service.identities.kin import own_kin
from service.identities.reading import kin_of
from service.identities.wording import RELATIONS
from service.messages import Message, msg
from service.notices.addresses import addresses_of
from service.notices.channels import ChannelName
from service.problems import Problem
from service.rights import access_log, consents
from service.rights.access_log import Whose
from service.rights.contact import change_contact, renames
from service.rights.deceased import copy_page
from service.rights.doors import doors_for
from service.rights.export import exported
from service.rights.holdings import everything_about, references_of
from service.rights.limits import LOOKS_PER_PAGE, LOOKS_SHOWN, OVERVIEW_ITEMS, PAGE_ITEMS
from service.rights.looking import log_own_look
from service.rights.me import Me, me
from service.rights.schemas import AccessLogArguments, ConsentWithdrawalRequest, ContactForm
from service.rights.wording import role_of, shown
from service.web.context import has_endpoint
from service.web.forms import Form, read_form
from service.web.i18n import language

pages = Blueprint("rights", __name__, url_prefix="/me")
Page = str | AnyResponse | tuple[str, int]
ACTION = "rights.own"
CHANNEL = "page"
FILTERS: tuple[tuple[Whose, Message], ...] = (
    (Whose.others, msg("他人查看的")),
    (Whose.denied, msg("被拒绝的")),
    (Whose.all, msg("全部，包括我自己的")),
)


@pages.get("")
@allow(ACTION)
def overview() -> str:
    """Who looked in the last year, what is held, and what one can do about it."""
    caller = me()
    told = everything_about(caller, OVERVIEW_ITEMS)
    latest, _ = access_log.looks(caller, Whose.others, limit=LOOKS_SHOWN)
    log_own_look(
        caller,
        [one.holding.code for one in told],
        str([(one.holding.code, one.section.count) for one in told]),
        CHANNEL,
    )
    return render_template(
        "rights/overview.html",
        me=caller,
        told=told,
        months=_months(caller),
        latest=[shown(entry, caller) for entry in latest],
        consents=sum(len(given) for _, given in consents.consents_of(caller)),
        doors=[door for door in doors_for(caller) if has_endpoint(door.endpoint)],
    )


@pages.get("/data")
@allow(ACTION)
def data() -> str:
    """Everything held, to read and to print."""
    caller = me()
    told = everything_about(caller, PAGE_ITEMS)
    log_own_look(caller, [one.holding.code for one in told], references_of(told), CHANNEL)
    return render_template("rights/data.html", me=caller, told=told)


@pages.get("/data.json")
@allow(ACTION)
def export() -> Response:
    """Everything held, as a file."""
    caller = me()
    body = json.dumps(exported(caller, CHANNEL), ensure_ascii=False, indent=2)
    response = Response(body, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@pages.get("/access-log")
@allow(ACTION)
def log() -> Page:
    """Who looked: the picture of a year, then look by look."""
    caller = me()
    form, wanted = read_form(AccessLogArguments(), typed=request.args, files={})
    status = 200 if wanted is not None else 422
    whose = wanted["whose"] if wanted else Whose.others
    try:
        rows, following = access_log.looks(
            caller, whose, cursor=wanted["cursor"] if wanted else None, limit=LOOKS_PER_PAGE
        )
    except Problem as problem:
        form, status = form.refused(problem), problem.status
        rows, following = access_log.looks(caller, whose, limit=LOOKS_PER_PAGE)
    log_own_look(caller, ("access_log",), str([str(row.id) for row in rows]), CHANNEL)
    page = render_template(
        "rights/access_log.html",
        form=form,
        whose=whose,
        filters=FILTERS,
        rows=[shown(row, caller) for row in rows],
        months=_months(caller),
        roles=[(role_of(role), count) for role, count in access_log.by_role(caller)],
        next_cursor=following,
    )
    return page, status


@pages.get("/consents")
@allow(ACTION)
def list_consents() -> str:
    """What the caller agreed to."""
    return _consents_page(me())


@pages.post("/consents")
@allow(ACTION)
def withdraw() -> Page:
    """Take one back."""
    caller = me()
    form, given = read_form(ConsentWithdrawalRequest())
    if given is None:
        return _consents_page(caller, form), 422
    try:
        consents.withdraw(caller, given["kind"], given["reference"], given["why"])
    except Problem as problem:
        return _consents_page(caller, form.refused(problem)), problem.status
    flash(gettext("已撤回，立即生效。"), "ok")
    return redirect(url_for("rights.list_consents"), 303)


def _consents_page(caller: Me, form: Form | None = None) -> str:
    standing = consents.consents_of(caller)
    told = str([given.reference for _, all_given in standing for given in all_given])
    log_own_look(caller, ("consents",), told, CHANNEL)
    return render_template("rights/consents.html", standing=standing, form=form or Form.blank())


@pages.get("/kin")
@allow(ACTION)
def kin() -> str:
    """The deceased the caller may ask for."""
    caller = me()
    standings = kin_of(caller.identity) if caller.identity and caller.identity.is_person else []
    log_own_look(caller, ("kin",), str([one.number for one in standings]), CHANNEL)
    return render_template("rights/kin.html", standings=standings, relations=RELATIONS)


@pages.get("/kin/<number>")
@allow(ACTION)
def kin_copy(number: str) -> str:
    """What is held about one of them."""
    return copy_page(own_kin(me().identity, number), channel=CHANNEL)


@pages.get("/contact")
@allow(ACTION)
def contact() -> str:
    """How the caller can be reached."""
    caller = me()
    known: dict[str, Any] = addresses_of(caller.account.id)
    log_own_look(caller, ("account",), str(sorted(known)), CHANNEL)
    return _contact_page(caller, Form.blank(display_name=caller.account.display_name, **known))


@pages.post("/contact")
@allow(ACTION)
def keep_contact() -> Page:
    """Correct or delete it."""
    caller = me()
    form, given = read_form(ContactForm())
    if given is None:
        return _contact_page(caller, form), 422
    try:
        change_contact(
            caller,
            display_name=given["display_name"],
            addresses={channel: given[channel] for channel in ChannelName},
            language="en" if language() == "en" else "zh",
        )
    except Problem as problem:
        return _contact_page(caller, form.refused(problem)), problem.status
    flash(gettext("联系方式已保存。"), "ok")
    return redirect(url_for("rights.contact"), 303)


def _contact_page(caller: Me, form: Form) -> str:
    return render_template("rights/contact.html", form=form, renames=renames(caller))


def _months(caller: Me) -> list[tuple[Message, str, int]]:
    """Months as the line chart takes them."""
    return [
        (msg("{month}月", month=day.month), f"{day:%Y-%m}", count)
        for day, count in access_log.by_month(caller)
    ]
