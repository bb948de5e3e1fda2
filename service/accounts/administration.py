"""Use cases of the administrator: open, disable and enable accounts, reset what opens them.

Every one states a reason and is audited. Nobody acts on the own account here, and one
active administrator always remains.
"""

from dataclasses import replace
from enum import StrEnum

from sqlalchemy import select

from service import audit, clock
from service.access.account import Role
from service.accounts import limits, second_factor
from service.accounts.api_tokens import revoke_all_tokens
from service.accounts.models import Account
from service.accounts.passwords import hash_password
from service.accounts.service import NewAccount, create_account
from service.accounts.sessions import end_all_sessions
from service.accounts.spoken import spoken_secret
from service.accounts.throttle import forgive
from service.database import db, transaction
from service.messages import msg
from service.notices.service import tell
from service.problems import Conflict, FieldError, InvalidInput, NotFound

OF_NO_UNIT = frozenset({Role.enterprise, Role.community, Role.resident, Role.person})
"""Who stands for an organisation named otherwise, or for nobody but itself."""


class Reason(StrEnum):
    """Why an administrator acts on another's account; kept in the audit trail."""

    joined = "joined"
    left = "left"
    moved = "moved"
    forgot = "forgot"
    lost = "lost"
    suspected = "suspected"
    on_request = "on-request"


class OwnAccount(Conflict):
    """An administrator may not act on the own account."""

    code = "own-account"
    title = msg("不能操作自己的账号")


class LastAdministrator(Conflict):
    """Without an active administrator nobody could open the house again."""

    code = "last-administrator"
    title = msg("不能停用最后一名管理员")


def open_account(new: NewAccount) -> tuple[Account, str]:
    """Open an account with a temporary password, which is given out only here.

    Raises `Conflict` when the name is taken, `InvalidInput` when the role needs more.
    """
    _require_unit(new)
    password = spoken_secret()
    with transaction():
        account = create_account(replace(new, password=password))
        account.password_expires_at = clock.now() + limits.TEMPORARY_PASSWORD_AGE_MAX
    return account, password


def _require_unit(new: NewAccount) -> None:
    """What an enterprise or a community needs instead is asked for by `create_account`."""
    if new.role not in OF_NO_UNIT and not new.unit:
        sentence = msg("请填写所在单位，部门用户只能看到本单位的业务。")
        raise InvalidInput(
            msg("填写内容有误，请按提示改正。"), errors=[FieldError("unit", "required", sentence)]
        )


def disable(account_id: int, reason: Reason, *, by: int) -> None:
    """Close an account: its sessions end and its tokens are revoked; `by` is the caller's id.

    Raises `NotFound`, `OwnAccount`, `LastAdministrator`. Disabling twice changes nothing.
    """
    with transaction():
        administrators = _lock_administrators()  # first, so that no two of them wait in a ring
        account = _other(account_id, by)
        if account.disabled_at is not None:
            return
        if administrators == {account.id}:
            raise LastAdministrator(msg("请先开设或启用另一名管理员，再停用这个账号。"))
        account.disabled_at = clock.now()
        ended = {"sessions": end_all_sessions(account.id), "tokens": revoke_all_tokens(account.id)}
        _record("account.disabled", account, reason, **ended)


def enable(account_id: int, reason: Reason, *, by: int) -> None:
    """Open a disabled account again; its old sessions and tokens stay closed."""
    with transaction():
        account = _other(account_id, by)
        if account.disabled_at is None:
            return
        account.disabled_at = None
        _record("account.enabled", account, reason)


def reset_password(account_id: int, reason: Reason, *, by: int) -> str:
    """Set a temporary password, end all sessions, lift the throttle; returns the password."""
    password = spoken_secret()
    with transaction() as session:
        account = _other(account_id, by)
        account.password_hash = hash_password(password)
        account.password_expires_at = clock.now() + limits.TEMPORARY_PASSWORD_AGE_MAX
        forgive(session, account.name)
        _record("account.password_reset", account, reason, sessions=end_all_sessions(account.id))
    return password


def reset_second_factor(account_id: int, reason: Reason, *, by: int) -> int:
    """Take a lost second factor off, end all sessions, lift the throttle, tell the person.

    Whoever does it has seen who asks: the password alone then leads to setting up a new one.
    Returns how many sessions ended; an account without one is left alone.
    """
    with transaction() as session:
        account = _other(account_id, by)
        if not second_factor.forget(session, account.id):
            return 0
        forgive(session, account.name)
        ended = end_all_sessions(account.id)
        _record("account.factor_reset", account, reason, sessions=ended)
        tell(
            [account.id],
            "account.second_factor",
            msg("管理员重置了您的两步验证"),
            msg("请重新设置。如不是您要求的，请立即修改密码并联系管理员。"),
            link=second_factor.PAGE,
        )
    return ended


def end_sessions(account_id: int, reason: Reason, *, by: int) -> int:
    """Sign the person out everywhere; returns how many sessions ended."""
    with transaction():
        account = _other(account_id, by)
        ended = end_all_sessions(account.id)
        _record("account.sessions_ended", account, reason, sessions=ended)
    return ended


def revoke_tokens(account_id: int, reason: Reason, *, by: int) -> int:
    """Revoke all API tokens of an account; returns how many."""
    with transaction():
        account = _other(account_id, by)
        revoked = revoke_all_tokens(account.id)
        _record("account.tokens_revoked", account, reason, tokens=revoked)
    return revoked


def _other(account_id: int, by: int) -> Account:
    if account_id == by:
        raise OwnAccount(msg("请在“我的账号”中管理自己的账号，或请另一名管理员操作。"))
    account = db.session.get(Account, account_id, with_for_update=True)
    if account is None:
        raise NotFound(msg("没有找到这个账号。"))
    return account


def _lock_administrators() -> set[int]:
    """The active administrators, locked so that two of them cannot disable one another."""
    active = select(Account.id).where(Account.role == Role.admin, Account.disabled_at.is_(None))
    return set(db.session.scalars(active.order_by(Account.id).with_for_update()))


def _record(action: str, account: Account, reason: Reason, **counts: int) -> None:
    audit.record(action, "account", str(account.id), {"reason": reason.value, **counts})
