"""What communities add to the shell: navigation, cards, doors, and words for templates."""

from flask import Flask, url_for

from scoring.communities.called import called
from scoring.communities.doors import Door, FirstStep, homes, on_home
from scoring.communities.models import Community, MemberState
from scoring.communities.places import totals
from scoring.communities.scope import own_membership
from scoring.communities.wording import AGE_BANDS, CONSENTS, GIVEN_BY, LEVELS, STATES, field_name
from service.access import Role, current_account, may
from service.database import db
from service.messages import msg
from service.web.shell import HomeCard, shell_of


def way_in(code: str) -> tuple[str, str]:
    """The first step of the trail of pages: a community, where the caller's way through it begins.

    Those who run it or look into it begin at its home page, everybody else at its board.
    """
    community = db.session.get_one(Community, code)
    inside = may(current_account(), "points.read")
    there = url_for("points.home") if inside else url_for("boards.show", code=code)
    return community.name, there


def _members(community: Community) -> Door:
    return Door(
        msg("成员"),
        msg("登记新成员，更正信息，办理退出。"),
        "points_members.index",
        "points.members",
        {"code": community.code},
        count=lambda: totals(community.code).members,
        order=20,
        first=FirstStep(
            3,
            msg("登记成员：打印同意书请居民签字，或邀请本人登录后同意"),
            lambda: totals(community.code).members > 0,
        ),
    )


def _places(community: Community) -> Door:
    return Door(
        msg("住处"),
        msg("网格、楼幢、单元和住户；可以用表格导入。"),
        "points_places.index",
        "points.manage",
        {"code": community.code},
        count=lambda: totals(community.code).households,
        order=80,
        first=FirstStep(
            1,
            msg("登记住处：用表格导入楼幢、单元和住户"),
            lambda: totals(community.code).households > 0,
        ),
    )


def _settings(community: Community) -> Door:
    return Door(
        msg("设置"),
        msg("榜上最小人数；减分项的依据。"),
        "points.settings",
        "points.manage",
        {"code": community.code},
        order=90,
    )


def _waiting_for_yes() -> HomeCard | None:
    member = own_membership()
    if member is None or member.state != MemberState.invited:
        return None
    return HomeCard(
        msg("请确认是否参加"),
        1,
        msg("社区邀请您参加积分活动，参加与否由您决定。"),
        "points_me.show",
    )


def init_communities(app: Flask) -> None:
    """Register with the shell."""
    shell = shell_of(app)
    shell.nav_item(msg("社区积分"), "points.home", "points.read", quick=True, order=80)
    shell.nav_item(msg("我的积分"), "points_me.show", "points.take_part", quick=True, order=80)
    shell.nav_item(msg("社区"), "points.list_communities", "communities.found", order=82)
    shell.home_card("points.take_part", _waiting_for_yes)
    on_home.extend(room for room in (_members, _places, _settings) if room not in on_home)
    homes[Role.resident] = "points_me.show"
    app.jinja_env.globals.update(
        place_levels=LEVELS,
        member_states=STATES,
        age_bands=AGE_BANDS,
        consent_names=CONSENTS,
        consent_ways=GIVEN_BY,
        way_in=way_in,
    )
    app.jinja_env.filters.update(read_field=field_name, called=called)
