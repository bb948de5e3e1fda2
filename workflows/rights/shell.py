"""What requests add to the service: definitions, rules, doors, and what is held in cases."""

from pathlib import Path

from flask import Flask

from service.audit.naming import name_audit_terms
from service.messages import msg
from service.rights.doors import Door, register_door
from service.rights.holdings import Holding, register_holding
from service.rights.me import Me
from service.rights.wording import name_fields
from workflows.engine.registry import register_folder
from workflows.reads import SUBJECTS
from workflows.rights import letter_lines, rules
from workflows.rights.holding import cases_held
from workflows.rights.kinds import CASE_TYPE, CASE_TYPES, NAMES
from workflows.rights.reading import subject_of
from workflows.rights.service import PURPOSE

register_folder(Path(__file__).parent / "definitions")
SUBJECTS.update(dict.fromkeys(CASE_TYPES, subject_of))

__all__ = ["init_requests", "letter_lines", "rules"]
"""The modules named here are imported so that the names in the definitions are known."""
FIELDS = {
    "state": msg("办到哪一步"),
    "documents": msg("材料"),
    "events": msg("办理经过"),
    "cases": msg("办件"),
    "requests": msg("权利请求"),
    "record": msg("信用记录"),
    "check": msg("核查结果"),
    "repair": msg("修复结果"),
    **{str(kind): name for kind, name in NAMES.items()},
}
"""What cases log as told of a subject."""


def init_requests(app: Flask) -> None:
    """Register with the page about oneself, the shell and the trails."""
    register_holding(app, Holding("cases", msg("办件"), cases_held, order=50, by_identity=True))
    register_door(app, _ask)
    register_door(app, _mine)
    name_fields(app, FIELDS)
    name_audit_terms(terms={PURPOSE: msg("办理权利请求"), CASE_TYPE: msg("办理权利请求")})


def _ask(me: Me) -> Door | None:
    if me.identity is None:
        return None
    return Door(
        msg("提出请求"),
        msg("要求说明、更正、删除、停止处理、复制，或由人重新决定；15 个工作日内书面答复。"),
        "rights_requests.new",
        order=10,
    )


def _mine(me: Me) -> Door | None:
    if me.identity is None:
        return None
    return Door(
        msg("我提出的请求"), msg("办到哪一步，答复是什么。"), "rights_requests.index", order=15
    )
