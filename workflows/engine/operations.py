"""What auditors and operators see of the engine: names for its actions and its jobs."""

from flask import Flask

from service.audit.naming import name_audit_terms
from service.doctor.registry import add_check
from service.messages import msg
from service.observability.board import name_jobs
from service.observability.gauges import add_metrics
from workflows.engine.naming import name_of
from workflows.engine.registry import all_definitions
from workflows.engine.standing import look_at_overdue, measure_overdue

JOBS = {
    "cases.tick": msg("办件计时"),
    "cases.tell_alarms": msg("办件提醒"),
    "cases.tell_moved": msg("期限变更告知"),
}
ACTIONS = {
    "case.open": msg("提出申请"),
    "case.banned": msg("限制再次申请"),
}


def init_engine(app: Flask) -> None:
    """Name the engine's codes; what is done with a case is called what its definition calls it."""
    name_jobs(JOBS)
    taken = {
        f"case.{rule.code}": name_of(rule)
        for definition in all_definitions()
        for rule in definition.actions.values()
    }
    name_audit_terms(actions=taken | ACTIONS, objects={"case": msg("办件")})
    add_check(app, "workflows.overdue", look_at_overdue)
    add_metrics(app, measure_overdue)
