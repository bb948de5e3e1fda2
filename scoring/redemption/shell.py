"""What redemption adds to navigation, home page and templates."""

from flask import Flask

from scoring.communities.doors import Door, FirstStep, homes, on_home
from scoring.communities.me import Link, Section, on_me
from scoring.communities.models import Community, Member
from scoring.communities.scope import own_membership
from scoring.redemption.counter import waiting_at
from scoring.redemption.models import OrderState
from scoring.redemption.reading import counts_in, goods_of, held_of, sold_out_in, waiting_of
from scoring.redemption.wording import KINDS, PERIODS, STATES, limit_of
from service.access import Role, caller, current_account
from service.audit.naming import name_audit_terms
from service.messages import msg
from service.observability.board import name_jobs
from service.web.shell import HomeCard, shell_of


def init_redemption(app: Flask) -> None:
    """Register with the shell and name what the trail stores."""
    shell = shell_of(app)
    shell.nav_item(msg("积分兑换"), "redemption.own_window", "points.take_part", order=81)
    shell.nav_item(msg("领取核销"), "redemption_shop.index", "points.collect", order=81, quick=True)
    shell.home_card("points.take_part", _to_collect)
    shell.home_card("points.offer", _sold_out)
    shell.home_card("points.collect", _at_shop)
    on_home.extend(room for room in (_goods, _orders) if room not in on_home)
    homes[Role.shopkeeper] = "redemption_shop.index"
    app.jinja_env.globals.update(
        order_states=STATES, goods_kinds=KINDS, limit_periods=PERIODS, limit_of=limit_of
    )
    _name_terms()


def section(member: Member) -> Section:
    """What redemption holds about a member, for the member's own page."""
    text = msg("待领取 {count} 份。", count=waiting_of(member))
    links = (
        Link(msg("去兑换"), "redemption.own_window"),
        Link(msg("我的兑换单"), "redemption.own_orders"),
    )
    return Section(
        "redemptions", msg("积分兑换"), text, held=lambda: held_of(member), links=links, order=20
    )


on_me.append(section)


def _goods(community: Community) -> Door:
    return Door(
        msg("兑换品"),
        msg("上架、补货、下架。"),
        "redemption_desk.goods",
        "points.offer",
        {"code": community.code},
        order=60,
        first=FirstStep(5, msg("上架兑换品"), lambda: bool(goods_of(community.code))),
    )


def _orders(community: Community) -> Door:
    return Door(
        msg("兑换单"),
        msg("谁兑换了什么，哪些还没领取。"),
        "redemption_desk.orders",
        "points.offer",
        {"code": community.code},
        count=lambda: counts_in(community.code)[OrderState.reserved],
        order=61,
    )


def _to_collect() -> HomeCard | None:
    member = own_membership()
    if member is None:
        return None
    text = msg("出示领取码，到店领取。")
    return HomeCard(msg("待领取的兑换"), waiting_of(member), text, "redemption.own_orders")


def _sold_out() -> HomeCard | None:
    account = current_account()
    if account is None or account.community_code is None:
        return None
    return HomeCard(
        msg("已兑完的兑换品"),
        sold_out_in(account.community_code),
        msg("补货，或者下架。"),
        "redemption_desk.goods",
        {"code": account.community_code},
    )


def _at_shop() -> HomeCard:
    text = msg("居民到店后，输入或扫描领取码。")
    return HomeCard(msg("待领取的兑换单"), waiting_at(caller()), text, "redemption_shop.index")


def _name_terms() -> None:
    name_jobs({"points.lapse_orders": msg("取消逾期未领的兑换")})
    name_audit_terms(
        actions={
            "points.goods_offered": msg("上架兑换品"),
            "points.goods_altered": msg("修改兑换品"),
            "points.goods_restocked": msg("调整兑换品库存"),
            "points.goods_withdrawn": msg("下架兑换品"),
            "points.goods_back": msg("重新上架兑换品"),
            "points.ordered": msg("积分兑换"),
            "points.order_cancelled": msg("取消兑换"),
            "points.order_lapsed": msg("兑换逾期取消"),
            "points.collected": msg("确认领取"),
        },
        objects={"points_goods": msg("兑换品"), "points_order": msg("兑换单")},
    )
