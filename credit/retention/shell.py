"""What the retention adds to every page: the navigation, names for auditors, a finding."""

from collections.abc import Iterator

from flask import Flask

from credit.retention import reading
from credit.retention.limits import RUN_AGE_MAX
from credit.retention.pages import ACTION
from credit.retention.proofs import ERASED
from credit.retention.service import OBJECT, RUN
from service import clock
from service.audit.naming import name_audit_terms
from service.database import db, shared_clock
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


def look_at_runs() -> Iterator[Finding]:
    """Whether what had to leave has left: the first tick of every day sees to it."""
    label, today = msg("到期清理"), clock.at_office(shared_clock.read(db.session())).date()
    last, to_come = reading.newest_days(today)
    if to_come is not None:
        told = msg("有一次记在还没有到的日期 {day}", day=to_come)
        remedy = msg(
            "当时有主机的时钟快了：校准各台机器的时钟。每天的清理照常进行，到那一天不再提示。"
        )
        yield Finding(label, Kind.warn, told, remedy)
    if last is None:
        told = msg("还没有清理过：每天第一次到期检查时自动进行。")
        yield Finding(label, Kind.info, told)
        return
    told = msg("最近一次 {day}", day=last)
    if today - last <= RUN_AGE_MAX:
        yield Finding(label, Kind.ok, told)
        return
    remedy = msg("到期的内容还在。检查调度进程；也可以运行 flask --app wsgi records retention。")
    yield Finding(label, Kind.bad, told, remedy)
