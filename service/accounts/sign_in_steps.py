"""Signing in with a second factor: what lies between the password and the code.

Whoever has proved the password gets a token that opens no door: it is good for minutes, for one
account and for one success, and dies with every session of the account that is ended.
"""

import secrets

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from service import audit, clock
from service.accounts import second_factor
from service.accounts.limits import SIGN_IN_STEP_AGE_MAX
from service.accounts.models import Account, SignInStep
from service.accounts.service import hash_token, open_session
from service.accounts.throttle import begin_attempt, count_failure, forgive
from service.database import db, transaction
from service.messages import msg
from service.problems import Conflict


class StepOver(Conflict):
    """Nobody has proved a password lately in this browser."""

    code = "sign-in-step-over"
    title = msg("请重新登录")


def begin(account: Account) -> str:
    """Remember that the password was proved; returns the token that is given out only here."""
    token = secrets.token_urlsafe(32)
    with transaction() as session:
        session.add(
            SignInStep(token_hash=hash_token(token), account_id=account.id, made_at=clock.now())
        )
        audit.record("session.password_proved", "account", str(account.id))
    return token


def account_of(token: str | None) -> Account:
    """Whose password was proved. Raises `StepOver`."""
    found = None if token is None else db.session.scalar(
        select(Account)
        .join(SignInStep, SignInStep.account_id == Account.id)
        .where(
            SignInStep.token_hash == hash_token(token),
            SignInStep.made_at > clock.now() - SIGN_IN_STEP_AGE_MAX,
            Account.disabled_at.is_(None),
        )
        .execution_options(populate_existing=True)
    )  # fmt: skip
    if found is None:
        raise StepOver(msg("验证时间已过，请重新填写账号和密码。"))
    return found


def finish(token: str | None, typed: str, place: str) -> tuple[Account, str]:
    """Open a session for whoever gives a right code; the account and the session's token.

    Raises `StepOver`, `WrongCode`, `SignInThrottled`. Wrong codes count like wrong passwords.
    """
    account = account_of(token)
    with transaction() as session:
        begin_attempt(session, account.name, place)
        account = account_of(token)  # it may have ended while others had their turn
        if second_factor.use(account.id, typed) is not None:
            forgive(session, account.name)
            end(session, token)
            return account, open_session(account, factor_proved=True)
        count_failure(session, account.name, place)
        audit.record("session.code_refused", "account", str(account.id))
    raise second_factor.wrong_code(account.id, "code")


def end(session: Session, token: str | None) -> None:
    """Let a step end, if there is one."""
    if token is not None:
        session.execute(delete(SignInStep).where(SignInStep.token_hash == hash_token(token)))
