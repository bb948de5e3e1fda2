"""Pages about members for the managers of their community."""

from typing import Any
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from sqlalchemy import Select, select
from werkzeug.wrappers import Response

from scoring.communities.acts import act_on
from scoring.communities.changing import Changes, change
from scoring.communities.consent_texts import text_on
from scoring.communities.enrolling import enrol
from scoring.communities.joining import Joined
from scoring.communities.limits import PAPER_BYTES_MAX
from scoring.communities.listing import MEMBER_ROWS, find_members, household_codes
from scoring.communities.models import Community, ConsentKind, Member, MemberState, Place
from scoring.communities.papers import scan_of
from scoring.communities.present import consent_lines, home_of
from scoring.communities.reads import log_list_read, log_member_read
from scoring.communities.schemas import (
    ActForm,
    EditMemberForm,
    FindMemberForm,
    MemberFilter,
    NewMemberForm,
)
from scoring.communities.scope import NUMBERS, community_here, member_here
from scoring.communities.wording import STATES
from service import clock
from service.access import allow
from service.api.paging import page_of
from service.database import db
from service.messages import msg
from service.problems import NotFound, Problem
from service.web.downloads import uploaded_file
from service.web.forms import Form, read_form

pages = Blueprint("points_members", __name__, url_prefix="/points/<code>/members")
Page = str | Response | tuple[str, int]
ACTION = "points.members"
LISTED = ("public_name", "household", "state")
SHOWN = ("name", "public_name", "phone", "guardian", "household", "age_band", "consents")


@pages.get("")
@allow(ACTION)
def index(code: str) -> Page:
    """Members of the community, the newest first, narrowed by state."""
    community = community_here(code, ACTION)
    form, data = read_form(MemberFilter(), typed=request.args, files={})
    if data is None:
        return _list_page(community, form, [], None), 422
    statement = _members(community)
    if data["state"] is not None:
        statement = statement.where(Member.state == data["state"])
    members, following = page_of(statement, Member.id, cursor=data["cursor"], limit=MEMBER_ROWS)
    return _list_page(community, form, members, following)


@pages.post("/find")
@allow(ACTION)
def find(code: str) -> Page:
    """Look members up by number or part of a public name; posted, so no name is in an address."""
    community = community_here(code, ACTION)
    form, data = read_form(FindMemberForm())
    if data is None:
        return _list_page(community, Form.blank(), [], None, find=form), 422
    if (number := NUMBERS.tidy(data["wanted"])) is not None:
        member = _here(community, number)
        return redirect(url_for("points_members.show", code=code, number=member.number), 303)
    members = find_members(_members(community), data["wanted"])
    return _list_page(community, Form.blank(), members, None, find=form, sought=True)


@pages.get("/new")
@allow(ACTION)
def new(code: str) -> str:
    """The form of a new member."""
    community = community_here(code, ACTION)
    household = request.args.get("household")
    return _new_page(community, Form.blank(household=household, age="adult", consent="paper"))


@pages.get("/consent-form")
@allow(ACTION)
def consent_form(code: str) -> str:
    """The texts of today with lines to sign, to be printed and taken along."""
    today = clock.today()
    return render_template(
        "communities/consent_form.html",
        community=community_here(code, ACTION),
        texts={kind: text_on(kind, today) for kind in ConsentKind},
    )


@pages.post("/new")
@allow(ACTION)
def create(code: str) -> Page:
    """Take a member in, or invite one; a password is shown this once."""
    community = community_here(code, ACTION)
    form, data = read_form(NewMemberForm())
    if data is None:
        return _new_page(community, form), 422
    try:
        joined = enrol(community, data)
    except Problem as problem:
        return _new_page(community, form.refused(problem)), problem.status
    if joined.one_time_password is None:
        return redirect(url_for("points_members.show", code=code, number=joined.member.number), 303)
    return _told(community, joined)


@pages.get("/<number>")
@allow(ACTION)
def show(code: str, number: str) -> str:
    """One member; that it was read is logged."""
    community = community_here(code, ACTION)
    return _member_page(community, _here(community, number))


@pages.get("/<number>/papers/<uuid:paper_id>")
@allow(ACTION)
def paper(code: str, number: str, paper_id: UUID) -> Response:
    """The scan of a signed form; that it was read is logged."""
    member = _here(community_here(code, ACTION), number)
    found = scan_of(member, paper_id)
    log_member_read(member, ("paper",), action=ACTION)
    return uploaded_file(found.content, found.name)


@pages.post("/<number>")
@allow(ACTION)
def edit(code: str, number: str) -> Page:
    """Correct what is written of a member."""
    community = community_here(code, ACTION)
    member = _here(community, number)
    form, data = read_form(EditMemberForm())
    if data is None:
        return _member_page(community, member, form=form), 422
    try:
        change(member, Changes(**data))
    except Problem as problem:
        return _member_page(community, member, form=form.refused(problem)), problem.status
    return redirect(url_for("points_members.show", code=code, number=member.number), 303)


@pages.post("/<number>/acts")
@allow(ACTION)
def act(code: str, number: str) -> Page:
    """Record a yes or no, open a sign-in, set a password anew, or end the membership."""
    community = community_here(code, ACTION)
    member = _here(community, number)
    form, data = read_form(ActForm())
    if data is None:
        return _member_page(community, member, act_form=form), 422
    try:
        done = act_on(member, data["act"])
    except Problem as problem:
        return _member_page(community, member, act_form=form.refused(problem)), problem.status
    if done.one_time_password is not None:
        return _told(community, done)
    return redirect(url_for("points_members.show", code=code, number=member.number), 303)


def _members(community: Community) -> Select[Any]:
    return select(Member).where(
        Member.community_code == community.code, Member.state != MemberState.erased
    )


def _here(community: Community, number: str) -> Member:
    member = member_here(number, ACTION)
    if member.community_code != community.code:
        raise NotFound(msg("没有找到这位成员。"))
    return member


def _told(community: Community, joined: Joined) -> Response:
    """A member's page with how to sign in, which is shown here and nowhere else."""
    response = make_response(_member_page(community, joined.member, opened=joined))
    response.headers["Cache-Control"] = "no-store"
    return response


def _list_page(
    community: Community,
    form: Form,
    members: list[Member],
    following: str | None,
    *,
    find: Form | None = None,
    sought: bool = False,
) -> str:
    log_list_read(community.code, LISTED, action=ACTION)
    return render_template(
        "communities/members.html",
        community=community,
        form=form,
        find=find or Form.blank(),
        sought=sought,
        members=members,
        homes=household_codes(members),
        state_options=[(state, text) for state, (_, text) in STATES.items()],
        next_cursor=following,
    )


def _new_page(community: Community, form: Form) -> str:
    today = clock.today()
    return render_template(
        "communities/member_new.html",
        community=community,
        form=form,
        texts={kind: text_on(kind, today) for kind in ConsentKind},
        max_bytes=PAPER_BYTES_MAX,
    )


def _member_page(
    community: Community,
    member: Member,
    *,
    form: Form | None = None,
    act_form: Form | None = None,
    opened: Joined | None = None,
) -> str:
    log_member_read(member, SHOWN, action=ACTION)
    place = db.session.get_one(Place, member.household_id)
    form = form or Form.blank(
        name=member.name_sealed,
        public_name=member.public_name,
        household=place.code,
        phone=member.phone_sealed,
    )
    return render_template(
        "communities/member.html",
        community=community,
        member=member,
        home=home_of(member),
        form=form,
        act_form=act_form or Form.blank(),
        consents=consent_lines(
            member, "points_members.paper", code=community.code, number=member.number
        ),
        opened=opened,
    )
