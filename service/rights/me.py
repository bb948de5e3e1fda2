"""Who asks about itself: an account, and the identity behind it if somebody verified one."""

from dataclasses import dataclass

from service.access import Role, Visitor, caller
from service.identities import Identity, identity_of
from service.private import blind_index

ACCOUNT = "account"
"""The kind under which reads about an account as such are logged."""


@dataclass(frozen=True)
class Me:
    """The caller and nobody else; made from the request alone, never from what it asks for."""

    account: Visitor
    identity: Identity | None

    @property
    def account_index(self) -> bytes:
        """The digest under which reads about the account as such are logged."""
        return blind_index(ACCOUNT, str(self.account.id))

    @property
    def index(self) -> bytes:
        """The digest under which the own look is logged."""
        return self.identity.subject_index if self.identity else self.account_index

    @property
    def kind(self) -> str:
        """The kind of subject the own look is logged with."""
        if self.identity is None:
            return ACCOUNT
        return "natural_person" if self.identity.is_person else "organisation"

    @property
    def unverified(self) -> bool:
        """True for a person's account whose identity nobody verified, or no longer."""
        return self.identity is None and self.account.role == Role.person


def me() -> Me:
    """The caller with its identity."""
    account = caller()
    return Me(account, identity_of(account))
