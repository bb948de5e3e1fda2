"""Use cases of accounts: open one, prove its password, begin and end a session."""

import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service import audit, clock
from service.access.account import Role
from service.accounts import limits, second_factor
from service.accounts.models import Account, LoginSession
from service.accounts.passwords import (
    hash_password,
    is_outdated,
    require_good_password,
    verify_password,
)
from service.accounts.throttle import begin_attempt, count_failure, forgive
from service.audit.actor import Actor
from service.database import transaction
from service.messages import msg
from service.problems import Conflict, FieldError, InvalidInput, Problem


class SignInRefused(Problem):
    """Name and password do not belong together; which of the two is wrong is not said."""

    code = "sign-in-refused"
    status = 401
    title = msg("登录失败")


class TemporaryPasswordExpired(Problem):
    """The temporary password was not used in time."""

    code = "temporary-password-expired"
    status = 401
    title = msg("临时密码已过期")


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
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def create_account(new: NewAccount) -> Account:
    """Open an account. Raises `Conflict` when the name is taken, `InvalidInput` when bad."""
    require_good_password(new.password, own_words=(new.name, new.display_name, new.unit))
    return create_with_any_password(new)


def create_with_any_password(new: NewAccount) -> Account:
    """As `create_account`, also with a password everybody knows: for the demonstration alone."""
    if not new.name or len(new.name) > limits.NAME_CHARS_MAX or not new.name.isprintable():
        raise InvalidInput(
            msg("账号名不符合要求。"),
            errors=[FieldError("name", "bad-name", msg("请填写不超过 64 个字符的账号名。"))],
        )
    _require_scope(new)
    try:
        return _create(new)
    except IntegrityError as error:  # somebody else took the name in this very moment
        raise _name_taken(new.name) from error


def _require_scope(new: NewAccount) -> None:
    """Who sees its own alone must say whose: an enterprise, and everybody of a community."""
    community = ("community_code", new.community_code, msg("请填写社区代码。"))
    needs = {
        Role.enterprise: (
            "subject_code",
            new.subject_code,
            msg("企业用户要填写统一社会信用代码。"),
        ),
        **dict.fromkeys((Role.community, Role.resident, Role.shopkeeper), community),
    }
    field, value, sentence = needs.get(new.role, ("", "given", msg("请填写此项。")))
    if not value:
        raise InvalidInput(
            msg("填写内容有误，请按提示改正。"), errors=[FieldError(field, "required", sentence)]
        )


def _create(new: NewAccount) -> Account:
    with transaction() as session:
        if session.scalar(select(Account.id).where(Account.name == new.name)) is not None:
            raise _name_taken(new.name)
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


def _name_taken(name: str) -> Conflict:
    return Conflict(msg("账号名“{name}”已被使用，请换一个。", name=name))


def check_password(name: str, password: str, address: str) -> Account:
    """The account that name and password prove; counts and throttles failures.

    Raises `SignInRefused`, `SignInThrottled` or `TemporaryPasswordExpired`. The time
    taken does not tell whether the name exists. Failures are forgiven to whoever has proved all
    the account asks for: were the password enough, who knows it could guess codes without end.
    """
    with transaction() as session:
        begin_attempt(session, name, address)
        account = _active_account(session, name)
        if verify_password(account.password_hash if account else None, password) and account:
            if not second_factor.has(account.id):
                forgive(session, name)
            _refuse_when_expired(account)
            if is_outdated(account.password_hash):
                account.password_hash = hash_password(password)
            return account
        count_failure(session, name, address)
        audit.record("session.refused", "account", str(account.id) if account else "unknown")
    raise SignInRefused(msg("账号或密码不正确，请检查后重试。"))


def _active_account(session: Session, name: str) -> Account | None:
    if not name.isprintable():
        return None  # such a name cannot have been given to an account
    wanted = select(Account).where(Account.name == name, Account.disabled_at.is_(None))
    return session.scalar(wanted.execution_options(populate_existing=True))


def _refuse_when_expired(account: Account) -> None:
    expires = account.password_expires_at
    if expires is not None and expires <= clock.now():
        raise TemporaryPasswordExpired(msg("临时密码已过期，请联系管理员重新设置。"))


def open_session(account: Account, *, factor_proved: bool = False) -> str:
    """Start a browser session and return its token, which is given out only once.

    For an account with a second factor it opens the door only when that was proved.
    """
    token = secrets.token_urlsafe(32)
    now = clock.now()
    with transaction() as session:
        _end_surplus(session, account.id)
        session.add(
            LoginSession(
                token_hash=hash_token(token),
                account_id=account.id,
                created_at=now,
                last_seen_at=now,
                factor_proved_at=now if factor_proved else None,
            )
        )
        audit.record("session.opened", "account", str(account.id), actor=actor_of(account))
    return token


def _end_surplus(session: Session, account_id: int) -> None:
    """Make room for one more session: those not used for longest end."""
    surplus = (
        select(LoginSession.token_hash)
        .where(LoginSession.account_id == account_id, LoginSession.ended_at.is_(None))
        .order_by(LoginSession.last_seen_at.desc())
        .offset(limits.SESSIONS_PER_ACCOUNT_MAX - 1)
    )
    session.execute(
        update(LoginSession)
        .where(LoginSession.token_hash.in_(surplus))
        .values(ended_at=clock.now())
    )


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


def actor_of(account: Account) -> Actor:
    """The account as whoever acts."""
    return Actor(account.id, account.name, account.role, account.unit)
