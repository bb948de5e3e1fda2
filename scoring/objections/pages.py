"""Pages of objections: making one, one's own, and the matter with its grounds for who decides."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from scoring.communities.called import called
from scoring.communities.models import Member
from scoring.communities.reads import log_member_read
from scoring.communities.scope import community_here, own_member
from scoring.ledger.explain import sentences
from scoring.ledger.models import Entry
from scoring.ledger.problems import EntryUnknown
from scoring.ledger.reading import lines_of
from scoring.objections.limits import GROUNDS_CHARS_MAX
from scoring.objections.period import last_day
from scoring.objections.reading import objection_here, objections_in, objections_of, rows_of
from scoring.objections.schemas import ObjectionForm
from scoring.objections.service import demand_open_to_objection, object_to, own_entry
from scoring.objections.titles import title_of
from service.access import Role, allow, current_account
from service.database import db
from service.messages import msg
from service.problems import Problem
from service.web.forms import Form, read_form

pages = Blueprint("objections", __name__)
Page = str | Response | tuple[str, int]
READ = ("entry", "evidence", "grounds")


@pages.get("/points/me/objections")
@allow("points.object")
def index() -> str:
    """One's own objections, the newest first."""
    return render_template("objections/index.html", rows=objections_of(own_member()))


@pages.get("/points/<code>/objections")
@allow("points.read")
def of_community(code: str) -> str:
    """A community's objections, those that wait for an answer first; nobody is named."""
    community = community_here(code, "points.read")
    return render_template(
        "objections/community.html", community=community, rows=objections_in(community.code)
    )


@pages.get("/points/me/objections/new")
@allow("points.object")
def new() -> Page:
    """The form for one entry, or what stands against it."""
    entry = own_entry(db.session(), _entry_id())
    try:
        demand_open_to_objection(db.session(), entry)
    except Problem as problem:
        return _new_page(entry, problem=problem), problem.status
    return _new_page(entry)


@pages.post("/points/me/objections/new")
@allow("points.object")
def create() -> Page:
    """Object, and go to the page on which it goes on."""
    entry_id = _entry_id()
    form, data = read_form(ObjectionForm())
    if data is None:
        return _new_page(own_entry(db.session(), entry_id), form), 422
    try:
        objection = object_to(entry_id, data["grounds"])
    except EntryUnknown:
        raise
    except Problem as problem:
        entry = own_entry(db.session(), entry_id)
        return _new_page(entry, form.refused(problem), problem), problem.status
    [row] = rows_of([objection])
    due = row.standing.due_on
    flash(gettext("异议已送交社区，最晚%(day)s答复。", day=due.isoformat() if due else ""), "ok")
    return redirect(row.standing.page, 303)


@pages.get("/points/objections/<number>")
@allow("points.statement")
def show(number: str) -> str:
    """The entry, what is said against it and what it rested on."""
    objection = objection_here(number, "points.statement")
    member = db.session.get_one(Member, objection.member_id)
    account = current_account()
    # An auditor looks into how it was dealt with, not into what people said.
    words = account is not None and account.role != Role.auditor
    log_member_read(member, READ if words else READ[:1], action="points.statement")
    [row] = rows_of([objection])
    return render_template(
        "objections/show.html",
        row=row,
        sentences=sentences(row.line, called),
        member=member,
        words=words,
        decides=account is not None and account.role == Role.community,
    )


def _entry_id() -> UUID:
    try:
        return UUID(request.args.get("entry", ""))
    except ValueError as error:
        raise EntryUnknown(msg("您的积分中没有这笔记录。")) from error


def _new_page(entry: Entry, form: Form | None = None, problem: Problem | None = None) -> str:
    [line] = lines_of(db.session(), [entry])
    return render_template(
        "objections/new.html",
        entry=entry,
        title=title_of(line),
        sentences=sentences(line, called),
        last=last_day(entry.posted_on),
        form=form or Form.blank(),
        problem=problem,
        chars_max=GROUNDS_CHARS_MAX,
    )
