"""What objections add to the service: their definitions, rules, navigation and names."""

from pathlib import Path

from flask import Flask

from service.audit.naming import name_audit_terms
from service.messages import msg
from service.statistics.registry import register_figures
from service.web.shell import shell_of
from workflows.engine.registry import register_folder
from workflows.objection import chores, consequences, guards, letter_lines, yearly

register_folder(Path(__file__).parent / "definitions")

__all__ = ["chores", "consequences", "guards", "init_objections", "letter_lines"]
"""The modules named here are imported so that the names in the definitions are known."""


def init_objections(app: Flask) -> None:
    """Register with the shell and the year in figures, and name the codes for auditors."""
    register_figures(app, yearly.PROVIDER)
    shell = shell_of(app)
    shell.nav_item(
        msg("提出异议"), "objecting.new", "objections.open", shortcut="Alt+Y", quick=True, order=29
    )
    name_audit_terms(
        actions={
            "check.disputed": msg("标注核查有异议"),
            "check.undisputed": msg("取消核查的异议标注"),
            "records.disputed": msg("标注记录有异议"),
            "records.undisputed": msg("取消记录的异议标注"),
            "records.deleted": msg("异议成立，删除记录"),
            "records.corrected": msg("异议成立，更正记录"),
            "records.supplemented": msg("异议成立，补充记录"),
            "records.disclosure_stopped": msg("异议成立，停止披露记录"),
            "records.removed_from_list": msg("异议成立，移出名单"),
        },
        terms={
            "objection": msg("异议处理"),
            "objections.open": msg("依职责登记异议"),
        },
    )
