"""Use cases of accounts: create, sign in, sign out, tokens, change of password."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update

from service import audit, clock
from service.access.account import Role
from service.accounts import limits
from service.accounts.models import Account, ApiToken, FailedSignIn, LoginSession
from service.accounts.passwords import hash_password, require_good_password, verify_password
from service.audit.actor import Actor
from service.database import db, transaction
from service.messages import msg
from service.problems import Conflict, FieldError, InvalidInput, NotFound, Problem


class SignInRefused(Problem):
    """Name and password do not belong together; which of the two is wrong is not said."""

    code = "sign-in-refused"
    status = 401
    title = msg("登录失败")


class SignInThrottled(Problem):
    """Too many failures of this account or address; wait and try again."""

    code = "sign-in-throttled"
    status = 429
    title = msg("尝试过多")


@dataclass(frozen=True)
class NewAccount:
    """What an administrator gives to open an account."""

    name: str
    role: Role
    password: str
    display_name: str = ""
    unit: str = ""
    subject_code: str | None = None
    community_code: str | None = None


def hash_token(token: str) -> bytes:
    """What is stored of a session's or a system's token."""
    return hashlib.sha256(token.encode()).digest()


def create_account(new: NewAccount) -> Account:
    """Open an account. Raises `Conflict` when the name is taken, `InvalidInput` when bad."""
    require_good_password(new.password)
    if not new.name or len(new.name) > limits.NAME_CHARS_MAX or not new.name.isprintable():
        raise InvalidInput(
            msg("账号名不符合要求。"),
            errors=[FieldError("name", "bad-name", msg("请填写不超过 64 个字符的账号名。"))],
        )
    with transaction() as session:
        if session.scalar(select(Account.id).where(Account.name == new.name)) is not None:
            raise Conflict(msg("账号名“{name}”已被使用，请换一个。", name=new.name))
        account = Account(
            name=new.name,
            role=new.role.value,
            display_name=new.display_name or new.name,
            unit=new.unit,
            subject_code=new.subject_code,
            community_code=new.community_code,
            password_hash=hash_password(new.password),
            created_at=clock.now(),
        )
        session.add(account)
        session.flush()
        audit.record("account.created", "account", str(account.id), {"role": new.role.value})
    return account


def check_password(name: str, password: str, address: str) -> Account:
    """The account that name and password prove; counts and throttles failures.

    Raises `SignInRefused` or `SignInThrottled`. The time taken does not tell
    whether the name exists.
    """
    since = clock.now() - limits.FAILURE_WINDOW
    with transaction() as session:
        _refuse_when_throttled(name, address, since)
        account = session.scalar(
            select(Account).where(Account.name == name, Account.disabled_at.is_(None))
        )
        if verify_password(account.password_hash if account else None, password) and account:
            session.execute(delete(FailedSignIn).where(FailedSignIn.account_name == name))
            return account
        session.add(FailedSignIn(account_name=name[:64], address=address, at=clock.now()))
        audit.record("session.refused", "account", str(account.id) if account else "unknown")
    raise SignInRefused(msg("账号或密码不正确，请检查后重试。"))


def _refuse_when_throttled(name: str, address: str, since: datetime) -> None:
    by_name, by_address = db.session.execute(
        select(
            func.count().filter(FailedSignIn.account_name == name[:64]),
            func.count().filter(FailedSignIn.address == address),
        ).where(
            FailedSignIn.at > since,
            (FailedSignIn.account_name == name[:64]) | (FailedSignIn.address == address),
        )
    ).one()
    if by_name >= limits.FAILURES_PER_ACCOUNT_MAX or by_address >= limits.FAILURES_PER_ADDRESS_MAX:
        raise SignInThrottled(
            msg(
                "登录失败次数过多，请 {minutes} 分钟后再试，或联系管理员。",
                minutes=int(limits.FAILURE_WINDOW.total_seconds() // 60),
            )
        )


def open_session(account: Account) -> str:
    """Start a browser session and return its token, which is given out only once."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    with transaction() as session:
        session.add(
            LoginSession(
                token_hash=hash_token(token),
                account_id=account.id,
                created_at=now,
                last_seen_at=now,
            )
        )
        audit.record("session.opened", "account", str(account.id), actor=_actor(account))
    return token


def close_session(token: str) -> None:
    """End a browser session; ending one that is not there is no error."""
    with transaction() as session:
        ended = session.execute(
            update(LoginSession)
            .where(LoginSession.token_hash == hash_token(token), LoginSession.ended_at.is_(None))
            .values(ended_at=clock.now())
            .returning(LoginSession.account_id)
        ).scalar()
        if ended is not None:
            audit.record("session.closed", "account", str(ended))


def create_token(
    account: Account, label: str, lifetime: timedelta = limits.TOKEN_AGE_DEFAULT
) -> tuple[ApiToken, str]:
    """Issue an API token; the text is returned once and only its hash is kept."""
    token = "cw_" + secrets.token_urlsafe(32)
    now = clock.now()
    with transaction() as session:
        live = select(func.count()).where(
            ApiToken.account_id == account.id,
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_at > now,
        )
        if (session.scalar(live) or 0) >= limits.TOKENS_PER_ACCOUNT_MAX:
            raise Conflict(msg("有效令牌已达上限，请先吊销不用的令牌。"))
        row = ApiToken(
            token_hash=hash_token(token),
            account_id=account.id,
            label=label[: limits.LABEL_CHARS_MAX],
            created_at=now,
            expires_at=now + min(lifetime, limits.TOKEN_AGE_MAX),
        )
        session.add(row)
        session.flush()
        audit.record("token.created", "api_token", str(row.id), actor=_actor(account))
    return row, token


def revoke_token(account_id: int, token_id: int) -> None:
    """Revoke one of the account's own tokens. Raises `NotFound`."""
    with transaction() as session:
        row = session.scalar(
            select(ApiToken).where(ApiToken.id == token_id, ApiToken.account_id == account_id)
        )
        if row is None:
            raise NotFound(msg("没有找到这个令牌。"))
        if row.revoked_at is None:
            row.revoked_at = clock.now()
            audit.record("token.revoked", "api_token", str(row.id))


def list_tokens(account_id: int) -> list[ApiToken]:
    """The account's tokens that still open doors, newest first."""
    return list(
        db.session.scalars(
            select(ApiToken)
            .where(
                ApiToken.account_id == account_id,
                ApiToken.revoked_at.is_(None),
                ApiToken.expires_at > clock.now(),
            )
            .order_by(ApiToken.id.desc())
        )
    )


def change_password(account_id: int, old: str, new: str) -> None:
    """Change a password and end every other session. Raises `InvalidInput`."""
    require_good_password(new, "new_password")
    with transaction() as session:
        account = session.get_one(Account, account_id)
        if not verify_password(account.password_hash, old):
            raise InvalidInput(
                msg("原密码不正确。"),
                errors=[FieldError("old_password", "wrong-password", msg("原密码不正确。"))],
            )
        account.password_hash = hash_password(new)
        session.execute(
            update(LoginSession)
            .where(LoginSession.account_id == account_id, LoginSession.ended_at.is_(None))
            .values(ended_at=clock.now())
        )
        audit.record("account.password_changed", "account", str(account_id))


def _actor(account: Account) -> Actor:
    return Actor(account.id, account.name, account.role, account.unit)
