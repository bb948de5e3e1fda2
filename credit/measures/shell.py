"""What measures add to every page: entries of the navigation, a card, names for auditors."""

from flask import Flask

from credit.measures import reading
from credit.measures.register import LOOK_JOB
from service.audit.naming import name_audit_terms
from service.messages import msg
from service.observability.board import name_jobs
from service.web.shell import HomeCard, shell_of

ACTIONS = {
    "measures.activated": msg("措施生效并公布"),
    "measures.confirmed": msg("确认实施措施"),
    "measures.created": msg("拟定措施"),
    "measures.declined": msg("不予实施措施"),
    "measures.ended": msg("终止措施"),
    "measures.feedback": msg("反馈措施实施情况"),
    "measures.lifted": msg("解除措施"),
    "measures.proposed": msg("提出措施建议"),
    "measures.revised": msg("修改措施草案"),
}
OBJECTS = {"measure": msg("措施"), "measure_application": msg("措施建议")}
TERMS = {
    "measure_handling": msg("办理激励与约束措施"),
    "measures.applications": msg("依职责办理措施"),
}


def _waiting() -> HomeCard:
    return HomeCard(
        msg("措施待确认"),
        reading.count_proposed(),
        msg("系统按记录提出的激励与约束措施，请确认或者说明不予实施的理由"),
        "measure_work.index",
    )


def init_measures(app: Flask) -> None:
    """Register with the shell and the audit pages."""
    shell = shell_of(app)
    shell.nav_item(msg("措施办理"), "measure_work.index", reading.WORK, order=22)
    shell.nav_item(msg("激励与约束措施"), "measures.index", reading.READ, order=61)
    shell.nav_item(msg("措施登记"), "measures.manage", reading.MANAGE, order=62)
    shell.home_card("measures.confirm", _waiting)
    name_audit_terms(actions=ACTIONS, objects=OBJECTS, terms=TERMS)
    name_jobs({LOOK_JOB: msg("核对激励与约束措施")})
