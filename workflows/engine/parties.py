"""Who the caller is to a case: applicant, window, authority, office, or the service itself."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from credit.records.authorities import canonical_authority
from service import clock
from service.access import Role, current_account
from service.accounts.models import Account
from service.audit.actor import Actor, current_actor
from service.database import db
from workflows.engine.models import CaseFile, Party

SYSTEM_ROLE = "system"
UNITS_CACHED = 512
_BY_ROLE = {Role.clerk: Party.window, Role.reviewer: Party.office}


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever acts now, with what ties them to cases."""

    actor: Actor
    subject_code: str | None
    """Credit code an enterprise account speaks for."""
    authority: str | None
    """The one spelling of a department account's unit."""


def current_caller() -> Caller:
    """The caller of this request, job or command."""
    actor, visitor = current_actor(), current_account()
    code = None
    if actor.role == Role.enterprise:
        code = visitor.subject_code if visitor is not None else _code_of(actor.id)
    unit = canonical_unit(actor.unit, clock.today()) if actor.role == Role.department else None
    return Caller(actor, code, unit)


@lru_cache(maxsize=UNITS_CACHED)
def canonical_unit(unit: str, on: date) -> str:
    """The one spelling of a unit's name, as the authorities of records are spelled."""
    return canonical_authority(unit, on)


def _code_of(account_id: int) -> str | None:
    account = db.session.get(Account, account_id)
    return None if account is None else account.subject_code


def parties_of(case: CaseFile, caller: Caller) -> frozenset[Party]:
    """What the caller is to a case; nothing for a stranger."""
    role = caller.actor.role
    if role == SYSTEM_ROLE:
        return frozenset({Party.system})
    if role in _BY_ROLE:
        return frozenset({_BY_ROLE[Role(role)]})
    if caller.subject_code is not None and caller.subject_code == case.subject_code:
        return frozenset({Party.applicant})
    if caller.authority is not None and caller.authority == case.authority:
        return frozenset({Party.authority})
    return frozenset()


def turn_of(caller: Caller) -> Party | None:
    """The owner of the states in which it is the caller's turn, if any are."""
    role = caller.actor.role
    if role in _BY_ROLE:
        return _BY_ROLE[Role(role)]
    if caller.subject_code is not None:
        return Party.applicant
    return Party.authority if caller.authority is not None else None
