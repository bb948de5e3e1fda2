"""The second factor of an account: whether there is one, and the proof of it.

Every code is taken once: the database moves the newest step used forward, or marks the recovery
code, in one statement that finds nothing the second time, however many ask at once.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from service import audit, clock
from service.accounts import limits, recovery, totp
from service.accounts.models import FactorOffer, SecondFactor
from service.accounts.spoken import as_typed
from service.database import db
from service.messages import msg
from service.notices.service import tell
from service.problems import FieldError, InvalidInput

PAGE = "/account/second-factor"
"""Where people look after their own."""


class Used(StrEnum):
    """What was proved."""

    authenticator = "authenticator"
    recovery_code = "recovery-code"


class WrongCode(InvalidInput):
    """The code is no code of this account now, or was used before."""

    code = "wrong-code"
    title = msg("验证码不正确")


def has(account_id: int) -> bool:
    """Whether the account has a second factor."""
    found = select(exists().where(SecondFactor.account_id == account_id))
    return bool(db.session.scalar(found))


def since(account_id: int) -> datetime | None:
    """When the factor the account has was confirmed."""
    found = select(SecondFactor.confirmed_at).where(SecondFactor.account_id == account_id)
    return db.session.scalar(found)


def use(account_id: int, typed: str) -> Used | None:
    """Use a code up in the caller's transaction, or count it as a wrong one and return None."""
    code = as_typed(typed)
    used = _use(db.session(), account_id, code)
    if used is None:
        _count_wrong(db.session(), account_id)
    return used


def wrong_code(account_id: int, field: str) -> WrongCode:
    """What is said to whoever gave a wrong one."""
    if _failures(account_id) >= limits.FACTOR_FAILURES_MAX:
        sentence = msg("验证码连续错误次数过多，已暂停使用。")
        remedy = msg("请用一个恢复码，或请管理员核实身份后重置两步验证。")
    else:
        sentence = msg("验证码不正确，或已经用过。")
        remedy = msg("请等身份验证器显示下一个验证码再填；一直不对时，请检查手机的时间是否准确。")
    return WrongCode(sentence, errors=[FieldError(field, WrongCode.code, sentence, remedy)])


def forget(session: Session, account_id: int) -> bool:
    """Remove everything of it in the caller's transaction; whether there was one."""
    recovery.forget(session, account_id)
    session.execute(delete(FactorOffer).where(FactorOffer.account_id == account_id))
    gone = session.execute(
        delete(SecondFactor)
        .where(SecondFactor.account_id == account_id)
        .returning(SecondFactor.account_id)
    )
    return gone.first() is not None


def _use(session: Session, account_id: int, code: str) -> Used | None:
    if not totp.is_code(code):
        if not (has(account_id) and recovery.use(session, account_id, code)):
            return None
        _moved_on(session, account_id)
        audit.record("account.recovery_code_used", "account", str(account_id))
        _tell_of_recovery(account_id)
        return Used.recovery_code
    secret = session.scalar(
        select(SecondFactor.secret).where(SecondFactor.account_id == account_id)
    )
    step = None if secret is None else totp.step_of(secret, code, clock.now())
    if step is None or not _moved_on(session, account_id, step):
        return None
    return Used.authenticator


def _moved_on(session: Session, account_id: int, step: int | None = None) -> bool:
    """Note a right code: it and all before it are used. False when it was used already."""
    change = update(SecondFactor).where(SecondFactor.account_id == account_id).values(failures=0)
    if step is not None:
        change = change.where(
            SecondFactor.last_step < step, SecondFactor.failures < limits.FACTOR_FAILURES_MAX
        ).values(last_step=step)
    moved = session.execute(
        change.returning(SecondFactor.account_id).execution_options(synchronize_session=False)
    )
    return moved.first() is not None


def _count_wrong(session: Session, account_id: int) -> None:
    counted = session.execute(
        update(SecondFactor)
        .where(SecondFactor.account_id == account_id)
        .values(failures=SecondFactor.failures + 1)
        .returning(SecondFactor.failures)
        .execution_options(synchronize_session=False)
    )
    if counted.scalar() == limits.FACTOR_FAILURES_TOLD:
        tell(
            [account_id],
            "account.codes_guessed",
            msg("有人多次填错您的验证码"),
            msg("登录密码正确，但验证码连续填错。如不是您本人，说明密码已被别人知道，请立即修改。"),
            link="/account",
        )


def _failures(account_id: int) -> int:
    found = select(SecondFactor.failures).where(SecondFactor.account_id == account_id)
    return db.session.scalar(found) or 0


def _tell_of_recovery(account_id: int) -> None:
    tell(
        [account_id],
        "account.recovery_code_used",
        msg("用了一个恢复码"),
        msg(
            "还剩 {left} 个。如不是您本人使用，请立即修改密码并换一个身份验证器。",
            left=recovery.left(account_id),
        ),
        link=PAGE,
    )
