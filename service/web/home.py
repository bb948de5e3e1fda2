"""The home page: what waits for the account today, and what is done most often."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Flask, render_template

from service import clock
from service.access import Role, allow, caller
from service.messages import Message, msg
from service.web.context import has_endpoint
from service.web.registry import NavItem, shell_of

NOON_HOUR = 12
EVENING_HOUR = 18

blueprint = Blueprint("home", __name__)


@dataclass(frozen=True)
class Guide:
    """Something that can be done at any time, and where."""

    title: Message
    text: Message
    endpoint: str
    without: frozenset[Role] = frozenset()
    """Roles it is of no use to."""


AT_HOME = frozenset({Role.person, Role.resident, Role.shopkeeper})
"""Roles of people who have no system of their own to connect."""
GUIDES = (
    Guide(
        msg("我的信息"),
        msg("保存了哪些信息，谁查过；更正、下载、要求说明。"),
        "rights.overview",
        frozenset(Role) - {Role.enterprise, Role.resident},
    ),
    Guide(msg("核验证明"), msg("输入证明编号，核对真伪和是否仍然有效。"), "verify.index"),
    Guide(msg("我的账号"), msg("修改密码；生成、吊销接口令牌。"), "accounts.account"),
    Guide(msg("接口文档"), msg("系统对接用：三步开始，全部接口。"), "api_docs.docs", AT_HOME),
)
FIRST: Mapping[Role, NavItem] = {
    Role.enterprise: NavItem(msg("我的信用记录"), "record_pages.mine", "records.read"),
    Role.person: NavItem(msg("我的信息"), "rights.overview", "rights.own"),
}
"""The one thing a role comes for, where its navigation has no entry of that name."""


def greeting() -> Message:
    """A greeting by the office's clock."""
    hour = clock.at_office(clock.now()).hour
    if hour < NOON_HOUR:
        return msg("上午好")
    return msg("下午好") if hour < EVENING_HOUR else msg("晚上好")


@blueprint.get("/")
@allow("home.read")
def index() -> str:
    """Show the cards and the quick actions of the account's role."""
    account = caller()
    shell = shell_of()
    cards = shell.cards_for(account)
    first = FIRST.get(account.role)
    quick = [first] if first and has_endpoint(first.endpoint) else []
    return render_template(
        "home.html",
        guides=[
            guide
            for guide in GUIDES
            if account.role not in guide.without and has_endpoint(guide.endpoint)
        ],
        greeting=greeting(),
        cards=cards,
        waiting=sum(card.count for card in cards),
        quick=[*quick, *(item for item in shell.nav_for(account) if item.quick)],
    )


def init_home(app: Flask) -> None:
    """Serve the home page at `/`."""
    app.register_blueprint(blueprint)
