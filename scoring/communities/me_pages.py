"""The resident's own page: all that is held, who looked, every consent, and the way out."""

import json
from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from scoring.communities.changing import Changes, change, say_about_boards
from scoring.communities.consent_texts import text_on
from scoring.communities.joining import accept
from scoring.communities.leaving import leave
from scoring.communities.limits import OWN_READS_SHOWN
from scoring.communities.me import sections_of
from scoring.communities.models import Community, ConsentKind, GivenBy, Member, MemberState
from scoring.communities.papers import scan_of
from scoring.communities.present import consent_lines, everything_held, home_of
from scoring.communities.problems import ConsentNeeded, faulty
from scoring.communities.reads import log_member_read, reads_about
from scoring.communities.schemas import AcceptForm, BoardsForm, LeaveForm, PublicNameForm
from scoring.communities.scope import own_membership
from service import clock
from service.access import allow
from service.database import db
from service.messages import msg
from service.problems import NotFound, Problem
from service.web.downloads import made_file, uploaded_file
from service.web.forms import Form, read_form
from service.web.people import load_people

pages = Blueprint("points_me", __name__, url_prefix="/points/me")
Page = str | AnyResponse | tuple[str, int]
ACTION = "points.take_part"


@pages.get("")
@allow(ACTION)
def show() -> str:
    """Everything held about the caller."""
    return _page(_me())


@pages.post("/yes")
@allow(ACTION)
def say_yes() -> Page:
    """The yes of somebody invited."""
    member = _me()
    form, data = read_form(AcceptForm())
    if data is None:
        return _page(member, form), 422
    try:
        if not data["take_part"]:
            sentence = msg("要参加，请先勾选同意；不想参加，可以选择退出。")
            raise ConsentNeeded(
                sentence, errors=faulty("take_part", "consent-needed", sentence).errors
            )
        accept(member, data["public_name"], on_boards=data["on_boards"])
    except Problem as problem:
        return _page(member, form.refused(problem)), problem.status
    flash(gettext("已记下您的同意，欢迎参加。"), "ok")
    return redirect(url_for("points_me.show"), 303)


@pages.post("/public-name")
@allow(ACTION)
def rename() -> Page:
    """Take another public name."""
    member = _me()
    form, data = read_form(PublicNameForm())
    if data is None:
        return _page(member, form), 422
    try:
        change(member, Changes(public_name=data["public_name"]))
    except Problem as problem:
        return _page(member, form.refused(problem)), problem.status
    flash(gettext("公开名称已更改。"), "ok")
    return redirect(url_for("points_me.show"), 303)


@pages.post("/boards")
@allow(ACTION)
def boards() -> Page:
    """Agree to standing on boards, or withdraw it."""
    member = _me()
    form, data = read_form(BoardsForm())
    if data is None:
        return _page(member, form), 422
    say_about_boards(member, given=data["given"], given_by=GivenBy.self)
    flash(gettext("已记下您的选择，立即生效。"), "ok")
    return redirect(url_for("points_me.show"), 303)


@pages.get("/data.json")
@allow(ACTION)
def export() -> Response:
    """Everything held about the caller, as a file."""
    member = _me()
    log_member_read(member, ("export",), action=ACTION)
    body = json.dumps(everything_held(member), ensure_ascii=False, indent=2, default=str)
    return made_file(body.encode(), "application/json; charset=utf-8", f"{member.number}.json")


@pages.get("/papers/<uuid:paper_id>")
@allow(ACTION)
def paper(paper_id: UUID) -> Response:
    """The scan of a form the caller signed."""
    member = _me()
    found = scan_of(member, paper_id)
    log_member_read(member, ("paper",), action=ACTION)
    return uploaded_file(found.content, found.name)


@pages.get("/leave")
@allow(ACTION)
def before_leaving() -> str:
    """What leaving means, in plain words."""
    return _leave_page(_me(), Form.blank())


@pages.post("/leave")
@allow(ACTION)
def go() -> Page:
    """Leave. The sign-in is closed with it, so the farewell is the last page shown."""
    member = _me()
    form, data = read_form(LeaveForm())
    if data is None or not data["sure"]:
        sentence = msg("请勾选确认后再退出。")
        return _leave_page(member, form.refused(faulty("sure", "not-sure", sentence))), 422
    try:
        gone = leave(member)
    except Problem as problem:
        return _leave_page(member, form.refused(problem)), problem.status
    response = make_response(render_template("communities/gone.html", erase_by=gone.erase_by))
    response.headers["Cache-Control"] = "no-store"
    return response


def _me() -> Member:
    member = own_membership()
    if member is None or member.state == MemberState.left:
        raise NotFound(msg("您的账号没有参加社区积分。想参加，请联系社区居委会。"))
    return member


def _page(member: Member, form: Form | None = None) -> str:
    today = clock.today()
    reads = reads_about(member, OWN_READS_SHOWN)
    load_people(one.operator_name for one in reads)
    return render_template(
        "communities/me.html",
        member=member,
        community=db.session.get_one(Community, member.community_code),
        home=home_of(member),
        form=form or Form.blank(public_name=member.public_name),
        sections=sections_of(member),
        consents=consent_lines(member, "points_me.paper"),
        texts={kind: text_on(kind, today) for kind in ConsentKind},
        reads=reads,
        reads_max=OWN_READS_SHOWN,
    )


def _leave_page(member: Member, form: Form) -> str:
    return render_template("communities/leave.html", member=member, form=form)
