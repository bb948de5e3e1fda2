"""Which cases a caller may know of: the one place that says so, for reading, acting and export."""

from typing import Any

from sqlalchemy import Select, and_, false

from service.access import Role
from workflows.engine.models import CaseFile
from workflows.engine.parties import SYSTEM_ROLE, Caller

_SEES_ALL = frozenset({Role.clerk, Role.reviewer, Role.auditor, SYSTEM_ROLE})


def visible(statement: Select[Any], caller: Caller) -> Select[Any]:
    """Narrow a statement over `CaseFile` to what the caller may see.

    An enterprise sees its own cases, a department those its unit decides once they were
    submitted; a stranger sees none.
    """
    if caller.actor.role in _SEES_ALL:
        return statement
    if caller.subject_code is not None:
        return statement.where(CaseFile.subject_code == caller.subject_code)
    if caller.authority is not None:
        return statement.where(
            and_(CaseFile.authority == caller.authority, CaseFile.submitted_at.is_not(None))
        )
    return statement.where(false())
