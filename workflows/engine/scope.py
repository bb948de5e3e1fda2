"""Which cases a caller may know of: the one place that says so, for reading, acting and export."""

from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, select

from service.access import Role
from workflows.engine.models import CaseFile
from workflows.engine.parties import SYSTEM_ROLE, Caller

CALLERS_CACHED = 512
"""Callers whose statement is kept; it follows from who they are and from nothing else."""
_SEES_ALL = frozenset({Role.auditor, SYSTEM_ROLE})
_SEES_OFFICE = frozenset({Role.clerk, Role.reviewer})
_OF_DISPUTES = frozenset({Role.resident, Role.community})


@lru_cache(maxsize=CALLERS_CACHED)
def by_number(caller: Caller, *, lock: bool = False) -> Select[Any]:
    """The statement that finds a case by its `number`, if the caller may see it.

    With `lock` nobody else changes it until the transaction ends, and it is read as it is now.
    """
    statement = visible(select(CaseFile).where(CaseFile.number == bindparam("number")), caller)
    if not lock:
        return statement
    return statement.with_for_update().execution_options(populate_existing=True)


def visible(statement: Select[Any], caller: Caller) -> Select[Any]:
    """Narrow a statement over `CaseFile` to what the caller may see.

    An enterprise sees its own cases, but one that an authority took up only from its first step
    on, for the authority tells the party itself; a department sees those its unit decides once
    they were submitted, a natural person what the own account filed; a stranger sees none.
    Disputes are a world apart: a resident sees their own, a community those it decides, and
    beside them the auditor alone.
    """
    role = caller.actor.role
    if role in _SEES_ALL:
        return statement
    if role in _OF_DISPUTES:
        return statement.where(CaseFile.about.is_not(None), _own_dispute(caller))
    statement = statement.where(CaseFile.about.is_(None))
    if role in _SEES_OFFICE:
        return statement
    own = _own_case(caller)
    return statement.where(false() if own is None else own)


def _own_case(caller: Caller) -> ColumnElement[bool] | None:
    """Which cases are of a caller from outside the office."""
    if caller.actor.role == Role.person:
        return and_(CaseFile.created_by_id == caller.actor.id, CaseFile.subject_code == "")
    if caller.subject_code:
        return told_to(caller.subject_code)
    if caller.authority is not None:
        return and_(CaseFile.authority == caller.authority, CaseFile.submitted_at.is_not(None))
    return None


def told_to(subject_code: str) -> ColumnElement[bool]:
    """The cases of an organisation, but one an authority took up only from its first step on."""
    untold = and_(CaseFile.submitted_at.is_not(None), CaseFile.version == 1)
    return and_(CaseFile.subject_code == subject_code, ~untold)


def _own_dispute(caller: Caller) -> ColumnElement[bool]:
    if caller.actor.role == Role.resident:
        return CaseFile.created_by_id == caller.actor.id
    return CaseFile.authority == caller.community
