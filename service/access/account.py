"""The signed-in caller, as the rest of the service sees it."""

from dataclasses import dataclass
from enum import StrEnum

from flask import g, has_request_context


class Role(StrEnum):
    """Who may sign in: the seven roles of the office, residents, shopkeepers, and persons."""

    clerk = "clerk"
    reviewer = "reviewer"
    department = "department"
    enterprise = "enterprise"
    community = "community"
    auditor = "auditor"
    admin = "admin"
    resident = "resident"
    """A member of a community that keeps points, about itself alone."""
    shopkeeper = "shopkeeper"
    """Who hands out what residents get for their points."""
    person = "person"
    """A natural person about itself alone; a clerk at the window saw who it is."""


@dataclass(frozen=True)
class Visitor:
    """An account as read at the start of a request; never changed by it."""

    id: int
    name: str
    role: Role
    display_name: str
    unit: str
    """The organisation the person acts for; a department sees its own unit's work."""
    subject_code: str | None = None
    """Unified social credit code an enterprise account speaks for."""
    community_code: str | None = None
    """The community a manager, a resident or a shopkeeper belongs to."""
    by_token: bool = False
    """True when the request carries an API token, so no form token is needed."""
    must_change_password: bool = False
    """True while the password is one an administrator knows."""
    must_set_factor: bool = False
    """True while the role needs a second factor and there is none."""

    @property
    def held_back(self) -> bool:
        """True for whoever gets nowhere before having put the own account in order."""
        return self.must_change_password or self.must_set_factor


def current_account() -> Visitor | None:
    """The caller of this request, or None for the public and outside requests."""
    if not has_request_context():
        return None
    account: Visitor | None = g.get("account")
    return account


def caller() -> Visitor:
    """The caller, where the gate has let nobody pass who is not signed in."""
    account = current_account()
    assert account is not None, "the gate lets nobody else in"
    return account
