"""What the retention adds to every page: the navigation, and names for auditors."""

from flask import Flask

from credit.retention.pages import ACTION
from credit.retention.service import OBJECT, RUN
from service.audit.naming import name_audit_terms
from service.messages import msg
from service.web.shell import shell_of


def init_retention(app: Flask) -> None:
    """Register with the shell and the audit pages."""
    shell_of(app).nav_item(msg("保存期限"), "retention.show", ACTION, order=56)
    name_audit_terms(
        actions={"records.erased": msg("到期删除记录"), RUN: msg("到期清理")},
        objects={OBJECT: msg("到期清理")},
    )
