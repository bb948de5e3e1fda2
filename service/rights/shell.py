"""Registers what the ground floor holds about people, and the way to the page about oneself."""

from flask import Flask

from service.audit.naming import name_audit_terms
from service.messages import msg
from service.rights.consents import Kind, register_consents
from service.rights.contact import given_addresses, withdraw_address
from service.rights.doors import Door, register_door
from service.rights.drawing import drawn_lines, drawn_value
from service.rights.holdings import Holding, register_holding
from service.rights.looking import PURPOSE
from service.rights.me import ACCOUNT, Me
from service.rights.own import account_held, looks_held, messages_held
from service.web.shell import shell_of


def init_own_rights(app: Flask) -> None:
    """Register with the page about oneself, the shell and the trails."""
    register_holding(app, Holding("account", msg("账号与联系方式"), account_held, order=10))
    register_holding(app, Holding("messages", msg("消息"), messages_held, order=80))
    register_holding(app, Holding("access_log", msg("查询记录"), looks_held, order=90))
    register_consents(
        app, Kind("notices", msg("短信和邮件通知"), given_addresses, withdraw_address)
    )
    register_door(app, _contact)
    register_door(app, _kin)
    app.jinja_env.globals.update(drawn_lines=drawn_lines, drawn_value=drawn_value)
    shell_of(app).nav_item(msg("我的信息"), "rights.overview", "rights.own", order=95)
    name_audit_terms(
        terms={PURPOSE: msg("查看自己的信息"), ACCOUNT: msg("账号"), "rights.own": msg("本人")}
    )


def _contact(_me: Me) -> Door:
    return Door(
        msg("更正联系方式"),
        msg("电子邮箱、手机号码由您自己更正或删除，立即生效。"),
        "rights.contact",
        order=20,
    )


def _kin(me: Me) -> Door | None:
    if me.identity is None or not me.identity.is_person:
        return None
    return Door(
        msg("为已故亲属查阅"),
        msg("在窗口登记过死亡证明和亲属关系证明的，可以查阅、复制其信息，并要求更正或删除。"),
        "rights.kin",
        order=70,
    )
