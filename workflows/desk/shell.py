"""What cases add to every page: entries of the navigation and cards of the home page."""

from flask import Flask

from credit.records.wording import STATUSES
from service.access import current_account
from service.messages import msg
from service.web.home import AT_HOME
from service.web.shell import HomeCard, shell_of
from workflows.engine.parties import current_caller, turn_of
from workflows.engine.reading import count_waiting


def _waiting() -> HomeCard | None:
    if turn_of(current_caller()) is None:
        return None
    waiting = count_waiting()
    if not waiting and _is_at_home():  # they seldom have a case
        return None
    return HomeCard(
        msg("待我办理的办件"), waiting, msg("先到期的在前"), "cases.index", {"view": "mine"}
    )


def _overdue() -> HomeCard | None:
    if turn_of(current_caller()) is None or _is_at_home():
        return None
    return HomeCard(
        msg("超期的办件"),
        count_waiting(overdue=True),
        msg("已过办理期限，请优先办理"),
        "cases.index",
        {"view": "mine", "standing": "overdue"},
    )


def _is_at_home() -> bool:
    account = current_account()
    return account is not None and account.role in AT_HOME


def init_desk(app: Flask) -> None:
    """Register with the shell."""
    app.jinja_env.globals["record_statuses"] = STATUSES
    shell = shell_of(app)
    shell.nav_item(msg("办件"), "cases.index", "cases.read", shortcut="Alt+C", order=20)
    shell.home_card("cases.act", _waiting)
    shell.home_card("cases.act", _overdue)
