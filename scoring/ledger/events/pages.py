"""Pages of events for managers: plan, change, print the code, see and confirm who was there."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from scoring.catalogue.award import Earned, award
from scoring.catalogue.problems import NoCatalogueCovers
from scoring.catalogue.service import in_force
from scoring.communities.scope import community_here
from scoring.ledger.events import service
from scoring.ledger.events.attendance import attendance, confirm_all, latest_tick, tick
from scoring.ledger.events.plan import Plan, items_for_events, moments_of
from scoring.ledger.events.present import address_of, event_state
from scoring.ledger.events.problems import EventRefused
from scoring.ledger.events.qr import qr_svg
from scoring.ledger.events.schemas import EventForm, TickForm
from scoring.ledger.finding import Found, find_members, first_members
from scoring.ledger.models import ClaimState, Event
from service import clock
from service.access import allow, current_account, may
from service.web.forms import Form, read_form
from service.web.i18n import render
from service.web.people import load_people

pages = Blueprint("events", __name__)
Page = str | Response | tuple[str, int]

TICK_SHOWN_MAX = 60
"""Members listed for ticking without a search; a larger community searches by name."""


@pages.get("/points/<code>/events")
@allow("points.read")
def index(code: str) -> str:
    """A community's events, the latest first."""
    community = community_here(code, "points.read")
    now = clock.now()
    rows = service.events_of(community.code)
    return render_template(
        "events/index.html",
        community=community,
        items=[{"event": row, "state": event_state(row, now)} for row in rows],
    )


@pages.get("/points/<code>/events/new")
@allow("points.manage")
def new(code: str) -> str:
    """The form that plans an event."""
    return _form_page(code, Form.blank(day=clock.today(), quantity=1))


@pages.post("/points/<code>/events/new")
@allow("points.manage")
def plan(code: str) -> Page:
    """Plan an event and go to it."""
    form, data = read_form(EventForm())
    if data is None:
        return _form_page(code, form), 422
    try:
        event = service.plan_event(code, _plan(data))
    except (EventRefused, NoCatalogueCovers) as problem:
        return _form_page(code, form.refused(problem)), problem.status
    flash(gettext("活动已安排。请打印签到页，带到现场。"), "ok")
    _warn_of_the_next_day(event)
    return redirect(_to(event), 303)


@pages.get("/points/<code>/events/<event_code>")
@allow("points.read")
def show(code: str, event_code: str) -> str:
    """An event and everybody on its list."""
    return _event_page(service.event_here(code, event_code, "points.read"))


@pages.get("/points/<code>/events/<event_code>/edit")
@allow("points.manage")
def edit(code: str, event_code: str) -> str:
    """The form that changes an event before it begins."""
    event = service.event_here(code, event_code, "points.manage")
    starts, ends = clock.at_office(event.starts_at), clock.at_office(event.ends_at)
    return _form_page(
        code,
        Form.blank(
            title=event.title,
            where=event.where,
            item_code=event.item_code,
            quantity=f"{event.quantity.normalize():f}",
            day=starts.date(),
            starts=f"{starts:%H:%M}",
            ends=f"{ends:%H:%M}",
        ),
        event,
    )


@pages.post("/points/<code>/events/<event_code>/edit")
@allow("points.manage")
def change(code: str, event_code: str) -> Page:
    """Change an event."""
    event = service.event_here(code, event_code, "points.manage")
    form, data = read_form(EventForm())
    if data is None:
        return _form_page(code, form, event), 422
    was = service.token_for(event)
    try:
        event = service.change_event(code, event_code, _plan(data))
    except (EventRefused, NoCatalogueCovers) as problem:
        return _form_page(code, form.refused(problem), event), problem.status
    if service.token_for(event) == was:
        flash(gettext("活动已修改。"), "ok")
    else:
        flash(gettext("活动已改期，原先打印的签到码作废，请重新打印。"), "warning")
    _warn_of_the_next_day(event)
    return redirect(_to(event), 303)


@pages.post("/points/<code>/events/<event_code>/cancel")
@allow("points.manage")
def cancel(code: str, event_code: str) -> Response:
    """Cancel an event nobody has checked in at."""
    event = service.cancel_event(code, event_code)
    flash(gettext("活动已取消，签到码作废。"), "ok")
    return redirect(_to(event), 303)


@pages.get("/points/<code>/events/<event_code>/print")
@allow("points.manage")
def printed(code: str, event_code: str) -> str:
    """One sheet of A4 with the code, to be put up at the event."""
    event = service.event_here(code, event_code, "points.manage")
    token = service.token_for(event)
    return render_template(
        "events/print.html",
        event=event,
        slot=service.slot_of(event),
        token=token,
        qr=qr_svg(address_of(token)),
        short_address=address_of(None).partition("://")[2],
        community=community_here(code, "points.manage"),
        **_earns(event),
    )


@pages.post("/points/<code>/events/<event_code>/confirm")
@allow("points.approve")
def confirm(code: str, event_code: str) -> Response:
    """Confirm everybody who waits; never the caller's own."""
    decided = confirm_all(code, event_code)
    failed = [one.problem for one in decided if one.problem is not None]
    done = len(decided) - len(failed)
    flash(gettext("已确认 %(n)s 人，积分已入账。", n=done), "ok" if done else "info")
    for detail in dict.fromkeys(render(problem.detail) for problem in failed):
        flash(detail, "warning")
    return redirect(url_for("events.show", code=code, event_code=event_code), 303)


@pages.post("/points/<code>/events/<event_code>/tick")
@allow("points.enter")
def enter_ticked(code: str, event_code: str) -> Page:
    """Enter members without a phone whom the organiser saw."""
    event = service.event_here(code, event_code, "points.enter")
    form, data = read_form(TickForm())
    if data is None:
        return _event_page(event, form), 422
    ticked = tick(code, event_code, data["members"])
    done = ticked.entered
    flash(gettext("已登记 %(n)s 人到场。", n=done), "ok" if done else "info")
    for detail in dict.fromkeys(render(problem.detail) for problem in ticked.refused):
        flash(detail, "warning")
    return redirect(_to(event), 303)


def _plan(data: dict[str, Any]) -> Plan:
    starts_at, ends_at = moments_of(data["day"], data["starts"], data["ends"])
    return Plan(
        title=data["title"],
        where=data["where"],
        item_code=data["item_code"],
        quantity=data["quantity"],
        starts_at=starts_at,
        ends_at=ends_at,
    )


def _warn_of_the_next_day(event: Event) -> None:
    """Two times in the wrong order make an event over midnight: whoever typed them is told."""
    starts, ends = clock.at_office(event.starts_at), clock.at_office(event.ends_at)
    if ends.date() > starts.date():
        told = gettext(
            "结束时间早于开始时间，按次日 %(ends)s 结束。", ends=f"{ends:%Y-%m-%d %H:%M}"
        )
        flash(told, "warning")


def _to(event: Event) -> str:
    return url_for("events.show", code=event.community_code, event_code=event.code)


def _form_page(code: str, form: Form, event: Event | None = None) -> str:
    community = community_here(code, "points.manage")
    try:
        _, table = in_force(community.code, clock.today())
        items = items_for_events(table)
    except NoCatalogueCovers:
        items = ()
    return render_template(
        "events/form.html", community=community, form=form, event=event, items=items
    )


def _event_page(event: Event, form: Form | None = None) -> str:
    now = clock.now()
    people = attendance(event)
    load_people(one.entered_by for one in people)
    there = {one.number for one in people if one.state is not ClaimState.refused}
    account = current_account()
    ticking = (
        may(account, "points.enter")
        and event.cancelled_at is None
        and event.starts_at <= now <= latest_tick(event)
    )
    typed = request.args.get("q", "")
    return render_template(
        "events/show.html",
        event=event,
        community=community_here(event.community_code, "points.read"),
        slot=service.slot_of(event),
        state=event_state(event, now),
        begun=event.starts_at <= now,
        ended=event.ends_at <= now,
        people=people,
        present=len(there),
        confirmable=sum(
            one.state is ClaimState.pending and one.hindrance is None for one in people
        ),
        ticking=ticking,
        latest_tick=latest_tick(event),
        candidates=_candidates(event, typed, there) if ticking else [],
        typed=typed,
        form=form or Form.blank(),
        **_earns(event),
    )


def _candidates(event: Event, typed: str, there: set[str]) -> list[Found]:
    found = (
        find_members(event.community_code, typed)
        if typed.strip()
        else first_members(event.community_code, TICK_SHOWN_MAX)
    )
    return [one for one in found if one.number not in there]


def _earns(event: Event) -> dict[str, Any]:
    """The item of an event and what taking part is worth without caps.

    Neither where the catalogue was changed since it was planned and does not know them any more.
    """
    try:
        _, table = in_force(event.community_code, clock.at_office(event.starts_at).date())
    except NoCatalogueCovers:
        return {"item": None, "worth": None}
    item = table.item(event.item_code)
    worth = None if item is None else award(item, event.quantity, None, Earned()).worth
    return {"item": item, "worth": worth}
