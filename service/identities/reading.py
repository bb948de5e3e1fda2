"""Who a caller is: the identity tied to a person's account, or the organisation it speaks for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import select

from service.access.account import Role
from service.database import db
from service.identities.models import AccountIdentity, KinStanding, Standing
from service.private import blind_index

ORGANISATION_CODE = "uscc"
"""The type of number an enterprise account speaks for."""


@dataclass(frozen=True)
class Identity:
    """Whom an account is: what is on file about it is found by `subject_index` alone."""

    account_id: int
    subject_index: bytes
    id_type: str
    id_mask: str
    """The masked number of a person; the code of an organisation, which is public."""
    name: str
    is_person: bool
    verified_at: datetime | None = None
    """When a clerk saw the document; None for an organisation, whose code the account carries."""

    def __repr__(self) -> str:
        return f"<Identity of account {self.account_id}>"


class Caller(Protocol):
    """What is asked of an account: a `Visitor` or a row of the table."""

    @property
    def id(self) -> int:
        """The account's id."""
        ...

    @property
    def role(self) -> str:
        """Its role."""
        ...

    @property
    def unit(self) -> str:
        """The unit it acts for."""
        ...

    @property
    def subject_code(self) -> str | None:
        """The code an enterprise speaks for."""
        ...


def identity_of(account: Caller | None) -> Identity | None:
    """Whom the account is, or None: nobody verified it, it ended, or it is an office's account."""
    if account is None:
        return None
    if account.role == Role.enterprise:
        return _organisation(account)
    return _person(account.id) if account.role == Role.person else None


def _organisation(account: Caller) -> Identity | None:
    code = account.subject_code
    if not code:
        return None
    return Identity(
        account_id=account.id,
        subject_index=blind_index(ORGANISATION_CODE, code),
        id_type=ORGANISATION_CODE,
        id_mask=code,
        name=account.unit,
        is_person=False,
    )


def _person(account_id: int) -> Identity | None:
    row = db.session.scalar(
        select(AccountIdentity).where(
            AccountIdentity.account_id == account_id,
            AccountIdentity.standing == Standing.own,
            AccountIdentity.ended_at.is_(None),
        )
    )
    if row is None:
        return None
    return Identity(
        account_id=account_id,
        subject_index=row.subject_index,
        id_type=row.id_type,
        id_mask=row.id_mask,
        name=row.name_sealed,
        is_person=True,
        verified_at=row.verified_at,
    )


def kin_of(identity: Identity) -> list[KinStanding]:
    """The deceased persons the caller may ask for as next of kin, the newest first."""
    return list(
        db.session.scalars(
            select(KinStanding)
            .where(KinStanding.kin_index == identity.subject_index, KinStanding.ended_at.is_(None))
            .order_by(KinStanding.id.desc())
        )
    )
