"""What oversight adds to every page: the navigation, a card, names for auditors."""

from flask import Flask

from service.audit.naming import name_audit_terms
from service.messages import msg
from service.observability.board import name_jobs
from service.oversight import assessment_pages, pages, reading, settling, watching
from service.oversight.jobs import SAMPLE, WATCH
from service.oversight.sampling import DRAWN
from service.web.shell import HomeCard, shell_of

ACTIONS = {
    "assessments.recorded": msg("登记影响评估"),
    "assessments.report_read": msg("查看影响评估报告"),
    watching.MADE: msg("发出查询预警"),
    settling.SETTLED: msg("处理查询预警"),
    DRAWN: msg("抽取查询样本"),
    settling.FOUND: msg("核对抽样查询"),
    "oversight.sample_read": msg("查看抽样查询"),
}
OBJECTS = {
    "impact_assessment": msg("影响评估"),
    "lookup_alarm": msg("查询预警"),
    "lookup_sample": msg("查询抽样"),
}


def _waiting() -> HomeCard:
    return HomeCard(
        msg("查询预警待处理"),
        reading.open_count(),
        msg("大量查询、查询本人或同事、夜间查询，请核实并写明理由"),
        "oversight.index",
    )


def init_oversight(app: Flask) -> None:
    """Register with the shell, the audit pages and the board of jobs."""
    shell = shell_of(app)
    shell.nav_item(msg("查询监督"), "oversight.index", pages.READ, quick=True, order=53)
    shell.nav_item(msg("影响评估"), "assessments.index", assessment_pages.READ, order=57)
    shell.home_card(pages.SETTLE, _waiting)
    name_audit_terms(actions=ACTIONS, objects=OBJECTS)
    name_jobs({WATCH: msg("检查查询日志"), SAMPLE: msg("抽取查询样本")})
