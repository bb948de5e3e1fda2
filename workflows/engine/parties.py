"""Who the caller is to a case: applicant, window, authority, office, or the service itself."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy import Row, bindparam, select

from credit.records.authorities import canonical_authority
from service import clock
from service.access import Role, Visitor, current_account
from service.accounts.models import Account
from service.audit.actor import Actor, current_actor
from service.database import db
from workflows.engine.models import CaseFile
from workflows.engine.party import Party

SYSTEM_ROLE = "system"
UNITS_CACHED = 512
_BY_ROLE = {Role.clerk: Party.window, Role.reviewer: Party.office}
_BY_CODE = frozenset({Role.enterprise, Role.community})
"""Roles whose accounts name whom they stand for."""
_OWN = select(Account.subject_code, Account.community_code).where(Account.id == bindparam("id"))


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever acts now, with what ties them to cases."""

    actor: Actor
    subject_code: str | None
    """Credit code an enterprise account speaks for."""
    authority: str | None
    """The one spelling of a department account's unit."""
    community: str | None = None
    """The community a manager's account decides for, in disputes."""


def current_caller() -> Caller:
    """The caller of this request, job or command."""
    actor = current_actor()
    own = _own(actor) if actor.role in _BY_CODE else None
    code = own.subject_code if own and actor.role == Role.enterprise else None
    unit = canonical_unit(actor.unit, clock.today()) if actor.role == Role.department else None
    community = own.community_code if own and actor.role == Role.community else None
    return Caller(actor, code, unit, community)


@lru_cache(maxsize=UNITS_CACHED)
def canonical_unit(unit: str, on: date) -> str:
    """The one spelling of a unit's name, as the authorities of records are spelled."""
    return canonical_authority(unit, on)


def _own(actor: Actor) -> Visitor | Row[str | None, str | None] | None:
    """Whom the account of an actor stands for: that of this request where there is one."""
    visitor = current_account()
    return visitor if visitor is not None else db.session.execute(_OWN, {"id": actor.id}).first()


def parties_of(case: CaseFile, caller: Caller) -> frozenset[Party]:
    """What the caller is to a case; nothing for a stranger."""
    role = caller.actor.role
    if role == SYSTEM_ROLE:
        return frozenset({Party.system})
    if case.about is not None:
        return _parties_of_dispute(case, caller)
    if role in _BY_ROLE:
        return frozenset({_BY_ROLE[Role(role)]})
    if caller.subject_code and caller.subject_code == case.subject_code:
        return frozenset({Party.applicant})
    if role == Role.person:
        own = caller.actor.id == case.created_by_id and not case.subject_code
        return frozenset({Party.applicant}) if own else frozenset()
    decides = caller.authority is not None and caller.authority == case.authority
    return frozenset({Party.authority}) if decides else frozenset()


def _parties_of_dispute(case: CaseFile, caller: Caller) -> frozenset[Party]:
    if caller.community is not None and caller.community == case.authority:
        return frozenset({Party.authority})
    if caller.actor.role == Role.resident and caller.actor.id == case.created_by_id:
        return frozenset({Party.applicant})
    return frozenset()


def turn_of(caller: Caller) -> Party | None:
    """The owner of the states in which it is the caller's turn, if any are."""
    role = caller.actor.role
    if role in _BY_ROLE:
        return _BY_ROLE[Role(role)]
    if caller.subject_code is not None or role in {Role.resident, Role.person}:
        return Party.applicant
    decides = caller.authority is not None or caller.community is not None
    return Party.authority if decides else None
