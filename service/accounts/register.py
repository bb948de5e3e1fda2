"""The register of accounts as the administrator reads it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, func, select

from service import clock
from service.access.account import Role
from service.accounts.api_tokens import is_live
from service.accounts.models import Account, ApiToken, LoginSession, SecondFactor
from service.accounts.openness import bounds, is_open
from service.api.paging import page_of
from service.database import db
from service.messages import msg
from service.problems import NotFound


class AccountState(StrEnum):
    """Whether an account opens the door."""

    active = "active"
    temporary = "temporary"
    """The person has not yet replaced the temporary password."""
    disabled = "disabled"


@dataclass(frozen=True)
class AccountLine:
    """One account with what it has open."""

    account: Account
    last_sign_in: datetime | None
    sessions: int
    tokens: int
    second_factor: bool

    @property
    def state(self) -> AccountState:
        """The state shown; being disabled outweighs the rest."""
        if self.account.disabled_at is not None:
            return AccountState.disabled
        if self.account.password_expires_at is not None:
            return AccountState.temporary
        return AccountState.active


_STATE_IS: dict[AccountState, ColumnElement[bool]] = {
    AccountState.active: Account.disabled_at.is_(None) & Account.password_expires_at.is_(None),
    AccountState.temporary: Account.disabled_at.is_(None)
    & Account.password_expires_at.is_not(None),
    AccountState.disabled: Account.disabled_at.is_not(None),
}


def list_accounts(
    role: Role | None, state: AccountState | None, *, cursor: str | None, limit: int
) -> tuple[list[AccountLine], str | None]:
    """One page of accounts, the newest first, and the cursor of the next page or None."""
    statement = select(Account)
    if role is not None:
        statement = statement.where(Account.role == role.value)
    if state is not None:
        statement = statement.where(_STATE_IS[state])
    accounts, following = page_of(statement, Account.id, cursor=cursor, limit=limit)
    return _lines(accounts), following


def read_account(account_id: int) -> AccountLine:
    """One account. Raises `NotFound`."""
    account = db.session.get(Account, account_id)
    if account is None:
        raise NotFound(msg("没有找到这个账号。"))
    return _lines([account])[0]


def find_account(name: str) -> int | None:
    """The id of the account of that very name."""
    return db.session.scalar(select(Account.id).where(Account.name == name))


def _lines(accounts: list[Account]) -> list[AccountLine]:
    ids = [account.id for account in accounts]
    used: dict[int, Any] = {
        row.account_id: row
        for row in db.session.execute(
            select(
                LoginSession.account_id,
                func.max(LoginSession.created_at).label("last"),
                func.count().filter(is_open(**bounds(clock.now()))).label("open"),
            )
            .where(LoginSession.account_id.in_(ids))
            .group_by(LoginSession.account_id)
        )
    }
    tokens: dict[int, int] = {
        row.account_id: row.live
        for row in db.session.execute(
            select(ApiToken.account_id, func.count().label("live"))
            .where(ApiToken.account_id.in_(ids), is_live())
            .group_by(ApiToken.account_id)
        )
    }
    proving = set(
        db.session.scalars(select(SecondFactor.account_id).where(SecondFactor.account_id.in_(ids)))
    )
    return [
        AccountLine(
            account,
            used[account.id].last if account.id in used else None,
            used[account.id].open if account.id in used else 0,
            tokens.get(account.id, 0),
            account.id in proving,
        )
        for account in accounts
    ]
