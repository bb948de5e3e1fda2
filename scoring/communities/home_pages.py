"""The way in: each role's own home, a community's rooms, what it settles, and founding one."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext
from sqlalchemy import select
from werkzeug.wrappers import Response

from scoring.communities.doors import doors_of, first_steps, homes
from scoring.communities.founding import Settlement, found_community, settle
from scoring.communities.limits import MEMBERS_MIN_LEAST, MEMBERS_MIN_MOST
from scoring.communities.models import Community
from scoring.communities.places import Counts, all_totals, ancestors, root_of, totals
from scoring.communities.schemas import FoundForm, SettleForm
from scoring.communities.scope import community_here
from service.access import Role, allow, current_account
from service.database import db
from service.messages import msg
from service.problems import NotFound, Problem
from service.web.forms import Form, read_form

pages = Blueprint("points", __name__, url_prefix="/points")
Page = str | Response | tuple[str, int]


@pages.get("")
@allow("points.home")
def home() -> Page:
    """Where the caller's role begins."""
    account = current_account()
    if account is None:
        abort(404)
    if account.role in homes:
        return redirect(url_for(homes[account.role]))
    if account.role is not Role.community:
        return _list_page()
    community = db.session.get(Community, account.community_code or "")
    if community is None:
        raise NotFound(msg("您的社区还没有开通积分。请联系系统管理员开通。"))
    root, doors = root_of(community.code), doors_of(community)
    return render_template(
        "communities/home.html",
        community=community,
        above=ancestors(root) if root else [],
        totals=totals(community.code),
        doors=doors,
        steps=first_steps(doors),
    )


@pages.get("/<code>/settings")
@allow("points.manage")
def settings(code: str) -> str:
    """What the community settles."""
    community = community_here(code, "points.manage")
    return _settings_page(
        community,
        Form.blank(
            members_min=community.members_min,
            minus_basis=community.minus_basis,
            minus_resolution=community.minus_resolution,
        ),
    )


@pages.post("/<code>/settings")
@allow("points.manage")
def save_settings(code: str) -> Page:
    """Change what the community settles."""
    community = community_here(code, "points.manage")
    form, data = read_form(SettleForm())
    if data is None:
        return _settings_page(community, form), 422
    try:
        settle(community, Settlement(**data))
    except Problem as problem:
        return _settings_page(community, form.refused(problem)), problem.status
    flash(gettext("设置已保存。"), "ok")
    return redirect(url_for("points.home"), 303)


@pages.get("/communities")
@allow("communities.found")
def list_communities() -> str:
    """All communities, and the form that founds one."""
    return _list_page(Form.blank())


@pages.post("/communities")
@allow("communities.found")
def found() -> Page:
    """Found a community."""
    form, data = read_form(FoundForm())
    if data is None:
        return _list_page(form), 422
    try:
        community = found_community(**data)
    except Problem as problem:
        return _list_page(form.refused(problem)), problem.status
    told = gettext("已开通“%(name)s”。请为它开设两个社区管理员账号：登记和审核由两个人办理。")
    flash(told % {"name": community.name}, "ok")
    return redirect(url_for("points.list_communities"), 303)


def _list_page(form: Form | None = None) -> str:
    communities = list(db.session.scalars(select(Community).order_by(Community.code)))
    counted = all_totals()
    return render_template(
        "communities/list.html",
        form=form,
        lines=[
            {
                "community": one,
                "totals": counted.get(one.code, Counts()),
                "doors": doors_of(one),
            }
            for one in communities
        ],
    )


def _settings_page(community: Community, form: Form) -> str:
    return render_template(
        "communities/settings.html",
        community=community,
        form=form,
        least=MEMBERS_MIN_LEAST,
        most=MEMBERS_MIN_MOST,
    )
