"""What objections add to navigation, to what is held about a member, and to the trail's names."""

from flask import Flask

from scoring.communities.doors import Door, on_home
from scoring.communities.me import Link, Section, on_me
from scoring.communities.models import Community, Member
from scoring.objections.models import Objection, ObjectionState
from scoring.objections.reading import count_open_in, held_of
from scoring.objections.wording import STATES
from service.audit.naming import name_audit_terms
from service.database import db
from service.messages import msg
from service.observability.board import name_jobs


def init_objections(app: Flask) -> None:
    """Register with the shell and name what the trail stores."""
    app.jinja_env.globals["objection_states"] = STATES
    name_jobs({"points.drop_objections": msg("终止已退出成员的异议")})
    name_audit_terms(
        actions={
            "points.objected": msg("提出积分异议"),
            "points.objection_ended": msg("积分异议办结"),
        }
    )


def door(community: Community) -> Door:
    """The way from a community's home page to what residents object to."""
    return Door(
        msg("积分异议"),
        msg("居民对积分记录的异议，由没有经手的工作人员在期限内答复。"),
        "objections.of_community",
        "points.read",
        {"code": community.code},
        count=lambda: count_open_in(community.code),
        order=33,
    )


def section(member: Member) -> Section:
    """What objections hold about a member."""
    counted = db.session.query(Objection).filter_by(member_id=member.id)
    count = counted.count()
    text = msg("对哪笔积分有疑问，在积分明细里找到它，选择“对这笔有异议”。")
    if count:
        text = msg(
            "提出过 {count} 件，其中 {open} 件正在核实。理由只有您和本社区能看到，退出后清除。",
            count=count,
            open=counted.filter_by(state=ObjectionState.open).count(),
        )
    return Section(
        "objections",
        msg("积分异议"),
        text,
        held=lambda: held_of(member),
        links=(Link(msg("查看我的异议"), "objections.index"),),
    )


on_me.append(section)
on_home.append(door)
