"""Accounts by which the demonstration has its past: they stand in logs, nobody can sign in."""

import secrets

from sqlalchemy import select

from service import clock
from service.access.account import Role
from service.accounts.models import Account
from service.accounts.service import NewAccount, create_account
from service.audit import Actor
from service.database import db, transaction


def actor(name: str) -> Actor:
    """An account as whoever acts. Raises `NoResultFound`."""
    row = db.session.scalars(select(Account).where(Account.name == name)).one()
    return Actor(row.id, row.name, row.role, row.unit)


def past_account(
    name: str,
    role: Role,
    unit: str,
    *,
    subject_code: str | None = None,
    community_code: str | None = None,
) -> Actor:
    """An account opened once and closed at once."""
    if db.session.scalar(select(Account.id).where(Account.name == name)) is None:
        row = create_account(
            NewAccount(
                name, role, secrets.token_urlsafe(24), unit=unit, subject_code=subject_code,
                community_code=community_code,
            )
        )  # fmt: skip
        with transaction():
            row.disabled_at = clock.now()
    return actor(name)
