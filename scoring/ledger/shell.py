"""What entries, events and imports add to every page, to templates and to the names of codes."""

from flask import Flask

from scoring.catalogue.table import Dimension, Item
from scoring.catalogue.wording import facts_of, name_of, plain, points_in_words, unit_name
from scoring.communities.doors import Door, FirstStep, on_home
from scoring.communities.models import Community
from scoring.ledger.explain import STATE_NAMES
from scoring.ledger.importing.begin import JOB
from scoring.ledger.listing import any_entered, count_waiting
from scoring.ledger.models import ClaimState
from service.access import current_account
from service.audit.naming import name_audit_terms
from service.messages import Message, msg
from service.observability.board import name_jobs
from service.web.i18n import render
from service.web.shell import HomeCard, shell_of

CLAIM_BADGES: dict[str, tuple[str, Message]] = {
    state: (shape, STATE_NAMES[state])
    for state, shape in (
        (ClaimState.pending, "wait"),
        (ClaimState.approved, "ok"),
        (ClaimState.refused, "warn"),
    )
}
"""Shape and name of each state."""


def _entries(community: Community) -> Door:
    return Door(
        msg("积分登记"),
        msg("登记、查看、撤销；表格导入。"),
        "entries.index",
        "points.read",
        {"code": community.code},
        order=30,
        first=FirstStep(4, msg("登记第一笔积分"), lambda: any_entered(community.code)),
    )


def _claims(community: Community) -> Door:
    return Door(
        msg("待审核的积分"),
        msg("签到和须两人办理的项目，由另一位管理员审核。"),
        "entry_waiting.index",
        "points.approve",
        {"code": community.code},
        count=lambda: count_waiting(community.code),
        order=31,
    )


def _events(community: Community) -> Door:
    return Door(
        msg("活动签到"),
        msg("安排活动，打印签到页，确认到场。"),
        "events.index",
        "points.read",
        {"code": community.code},
        order=32,
    )


def _waiting() -> HomeCard | None:
    account = current_account()
    if account is None or account.community_code is None:
        return None
    return HomeCard(
        msg("待审核的积分"),
        count_waiting(account.community_code),
        msg("签到和须两人办理的项目，由另一位管理员审核"),
        "entry_waiting.index",
        {"code": account.community_code},
    )


def init_entries(app: Flask) -> None:
    """Register with the shell."""
    app.jinja_env.globals["claim_badges"] = CLAIM_BADGES
    app.jinja_env.filters.update(
        item_name=_item_name,
        item_points=_item_points,
        item_facts=facts_of,
        item_unit=_item_unit,
        quantity=plain,
    )
    shell = shell_of(app)
    shell.nav_item(msg("活动签到"), "check_in.type_in", "points.take_part", order=82)
    shell.home_card("points.approve", _waiting)
    on_home.extend(room for room in (_entries, _claims, _events) if room not in on_home)
    name_audit_terms(
        actions={
            "points.block_imported": msg("导入积分（一批）"),
            "points.event_cancelled": msg("取消活动"),
            "points.event_changed": msg("修改活动"),
            "points.event_planned": msg("安排活动"),
            "points.import_ended": msg("积分导入结束"),
            "points.import_started": msg("开始导入积分"),
            "points.refused_read": msg("下载积分导入未导入的行"),
        },
        objects={"points_event": msg("社区活动"), "points_import": msg("积分导入")},
        terms={
            "points.enter": msg("依职责登记积分"),
            "points.approve": msg("依职责审核积分"),
            "points.read": msg("依职责查看积分"),
            "points_import": msg("积分导入"),
        },
    )
    name_jobs(
        {
            JOB: msg("导入积分"),
            "points.forget_refused": msg("清除过期的未导入行"),
        }
    )


def _item_unit(item: Item) -> str:
    return render(unit_name(item.unit))


def _item_name(thing: Item | Dimension) -> str:
    return render(name_of(thing))


def _item_points(item: Item) -> str:
    return render(points_in_words(item))
