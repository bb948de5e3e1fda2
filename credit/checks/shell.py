"""What checks add to every page: the navigation, and what waits on the home page."""

from flask import Flask

from credit.checks import listing
from credit.checks.form_schemas import Maker, Period, Standing
from credit.checks.numbers import PREFIX
from credit.checks.rules_standing import look_at_rules
from credit.counter import my_id
from service.audit.naming import name_audit_terms
from service.doctor.registry import Kind
from service.messages import msg
from service.web.shell import HomeCard, shell_of


def _waiting_for_review() -> HomeCard:
    count = listing.count_waiting(my_id())
    text = msg("不通过和待定的结果，须您确认后才能出具") if count else msg("没有等您复核的结果")
    return HomeCard(msg("待我复核"), count, text, "checks_review.worklist")


def _made_today() -> HomeCard:
    count = listing.count_made_today(my_id())
    params = {"period": str(Period.TODAY), "made_by": str(Maker.ME_SINGLY)}
    return HomeCard(msg("今日核查"), count, msg("我今天办理的单件核查"), "checks.index", params)


def _own_waiting() -> HomeCard | None:
    count = listing.count_own_waiting(my_id())
    if not count:
        return None
    params = {"standing": str(Standing.WAITING), "made_by": str(Maker.ME)}
    text = msg("我经办的，正等复核员确认")
    return HomeCard(msg("复核中"), count, text, "checks.index", params)


def _rules_missing() -> HomeCard | None:
    count = sum(one.kind in {Kind.bad, Kind.warn} for one in look_at_rules())
    if not count:
        return None
    text = msg("有的用途没有规则表或即将到期，到时不能核查，请导入")
    return HomeCard(msg("规则表"), count, text, "rules.choose")


def init_checks(app: Flask) -> None:
    """Register the entries of the navigation and the cards of the home page."""
    shell = shell_of(app)
    shell.nav_item(
        msg("办理核查"), "checks.new", "checks.create", shortcut="Alt+N", quick=True, order=10
    )
    shell.nav_item(
        msg("待我复核"),
        "checks_review.worklist",
        "checks.confirm",
        shortcut="Alt+R",
        quick=True,
        order=8,
    )
    shell.nav_item(msg("核查记录"), "checks.index", "checks.read", shortcut="Alt+L", order=30)
    shell.nav_item(msg("核验证明"), "verify.index", "certificates.verify", order=38)
    shell.public_link(msg("核验证明"), "verify.index")
    name_audit_terms(pages={PREFIX: "checks.show"})
    shell.home_card("rules.import", _rules_missing)
    shell.home_card("checks.confirm", _waiting_for_review)
    shell.home_card("checks.create", _own_waiting)
    shell.home_card("checks.create", _made_today)
