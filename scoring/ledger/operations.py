"""What auditors and operators see of the ledger: names for its codes."""

from flask import Flask

from scoring.ledger.standing import look_at_expiry
from service.audit.naming import name_audit_terms
from service.doctor.registry import add_check
from service.messages import msg
from service.observability.board import name_jobs


def init_ledger(app: Flask) -> None:
    """Name what the trail and the board store as codes, and look whether points expire in time."""
    name_audit_terms(
        actions={
            "points.approved": msg("审核通过积分"),
            "points.entered": msg("登记积分"),
            "points.expired": msg("积分到期"),
            "points.refused": msg("退回登记"),
            "points.reversed": msg("撤销积分"),
        },
        objects={"points_entry": msg("积分记录")},
        terms={"points.statement": msg("依职责查看积分明细")},
    )
    name_jobs({"points.expire": msg("处理到期积分")})
    add_check(app, "scoring.expiry", look_at_expiry)
