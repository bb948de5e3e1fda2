"""What the retention adds to every page: the navigation, names for auditors, a finding."""

from flask import Flask

from credit.retention import reading
from credit.retention.limits import RUN_AGE_MAX
from credit.retention.pages import ACTION
from credit.retention.proofs import ERASED
from credit.retention.service import OBJECT, RUN
from service import clock
from service.audit.naming import name_audit_terms
from service.doctor.registry import Finding, Kind, add_check
from service.messages import msg
from service.web.shell import shell_of


def init_retention(app: Flask) -> None:
    """Register with the shell and the audit pages."""
    shell_of(app).nav_item(msg("保存期限"), "retention.show", ACTION, order=56)
    name_audit_terms(
        actions={
            "records.erased": msg("到期删除记录"),
            ERASED: msg("到期清除授权书的扫描件和姓名"),
            RUN: msg("到期清理"),
        },
        objects={OBJECT: msg("到期清理")},
    )
    add_check(app, "credit.retention", look_at_runs)


def look_at_runs() -> list[Finding]:
    """Whether what had to leave has left: the first tick of every day sees to it."""
    label, runs = msg("到期清理"), reading.latest_runs(1)
    if not runs:
        return [Finding(label, Kind.info, msg("还没有清理过：每天第一次到期检查时自动进行。"))]
    told = msg("最近一次 {day}", day=runs[0].day)
    if clock.today() - runs[0].day <= RUN_AGE_MAX:
        return [Finding(label, Kind.ok, told)]
    remedy = msg("到期的内容还在。检查调度进程；也可以运行 flask --app wsgi records retention。")
    return [Finding(label, Kind.bad, told, remedy)]
