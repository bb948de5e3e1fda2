"""Use cases of one's own second factor: set it up, exchange it, give it up, new recovery codes.

A secret is shown to the one session that asked for it and becomes the account's only by a code made
from it. Whoever changes anything gives the password again and, where there is a factor, a code.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from service import audit, clock
from service.accounts import recovery, second_factor, totp
from service.accounts.api_tokens import revoke_all_tokens
from service.accounts.limits import FACTOR_OFFER_AGE_MAX
from service.accounts.models import Account, FactorOffer, SecondFactor
from service.accounts.proving import prove_code, prove_password
from service.accounts.service import hash_token, open_session
from service.accounts.sessions import OTHERS, end_all_sessions, end_session_of
from service.accounts.spoken import as_typed
from service.accounts.throttle import OWN_SCREEN, begin_attempt, count_failure
from service.database import db, transaction
from service.messages import Message, msg
from service.notices.service import tell
from service.problems import Conflict


class OfferOver(Conflict):
    """No secret waits for confirmation in this session."""

    code = "factor-offer-over"
    title = msg("请重新开始设置")


class FactorMustStay(Conflict):
    """The role needs a second factor; it can be exchanged, not given up."""

    code = "factor-must-stay"
    title = msg("不能关闭两步验证")


@dataclass(frozen=True)
class Standing:
    """What an account has, and what is shown to one session of it."""

    since: datetime | None
    recovery_left: int
    offered: str | None = field(repr=False)
    """The secret this session has asked for and not yet confirmed."""


@dataclass(frozen=True)
class SetUp:
    """What a new factor comes with; both are given out only here."""

    recovery_codes: Sequence[str] = field(repr=False)
    session_token: str = field(repr=False)


def standing(account_id: int, session_token: str) -> Standing:
    """What an account has of a second factor, and what this session was offered."""
    offer = _offer(account_id, session_token)
    return Standing(
        second_factor.since(account_id),
        recovery.left(account_id),
        None if offer is None else offer.secret,
    )


def offer(account_id: int, session_token: str, password: str, code: str) -> None:
    """Make a secret for this session to confirm; an earlier one of it is forgotten.

    Raises `InvalidInput` or `SignInThrottled`. What the account has goes on until then.
    """
    prove(account_id, password, code)
    values = {
        "session_hash": hash_token(session_token),
        "account_id": account_id,
        "secret": totp.new_secret(),
        "made_at": clock.now(),
    }
    with transaction() as session:
        made = insert(FactorOffer).values(values)
        session.execute(
            made.on_conflict_do_update(index_elements=[FactorOffer.session_hash], set_=values)
        )
        audit.record("account.factor_offered", "account", str(account_id))


def give_up_offer(account_id: int, session_token: str) -> None:
    """Forget the secret that was shown to this session."""
    with transaction() as session:
        session.execute(
            delete(FactorOffer).where(
                FactorOffer.session_hash == hash_token(session_token),
                FactorOffer.account_id == account_id,
            )
        )


def confirm(account_id: int, session_token: str, code: str, *, revoke_tokens: bool) -> SetUp:
    """Make the offered secret the account's factor, by a first code of it.

    Every session ends, for it was opened by less; the caller goes on with a new one. Raises
    `OfferOver`, `WrongCode`, `SignInThrottled`.
    """
    place = f"{OWN_SCREEN}{account_id}"
    with transaction() as session:
        account = session.get_one(Account, account_id)
        begin_attempt(session, account.name, place)  # from here on one after another
        offered = _offer(account_id, session_token)
        if offered is None:
            raise OfferOver(msg("设置已超时或已在别处完成，请重新开始。"))
        step = totp.step_of(offered.secret, as_typed(code), clock.now())
        if step is not None:
            return _set_up(session, account, offered.secret, step, revoke_tokens=revoke_tokens)
        count_failure(session, account.name, place)
    raise second_factor.wrong_code(account_id, "code")


def remove(account_id: int, session_token: str, password: str, code: str, *, must: bool) -> None:
    """Give the factor up; other sessions end. Raises `FactorMustStay` and as `prove`."""
    if must:
        raise FactorMustStay(msg("您的角色必须使用两步验证；换手机时请选“换一个身份验证器”。"))
    prove(account_id, password, code)
    with transaction() as session:
        if second_factor.forget(session, account_id):
            end_session_of(account_id, session_token, OTHERS)
            audit.record("account.factor_removed", "account", str(account_id))
            _tell(account_id, msg("两步验证已关闭"))


def new_recovery_codes(account_id: int, password: str, code: str) -> Sequence[str]:
    """Make new recovery codes; those of before are worth nothing. Raises as `prove`."""
    prove(account_id, password, code)
    with transaction() as session:
        if not second_factor.has(account_id):
            raise OfferOver(msg("还没有设置两步验证。"))
        codes = recovery.renew(session, account_id)
        audit.record("account.recovery_codes_made", "account", str(account_id))
        _tell(account_id, msg("恢复码已重新生成"))
    return codes


def prove(account_id: int, password: str, code: str) -> None:
    """The password, and a code if there is a factor. Raises `InvalidInput`, `SignInThrottled`."""
    prove_password(account_id, password, "own_password")
    if second_factor.has(account_id):
        prove_code(account_id, code, "code")


def _set_up(
    session: Session, account: Account, secret: str, step: int, *, revoke_tokens: bool
) -> SetUp:
    replaced = second_factor.forget(session, account.id)
    session.execute(
        insert(SecondFactor).values(
            account_id=account.id,
            secret=secret,
            confirmed_at=clock.now(),
            last_step=step,
            failures=0,
        )
    )
    codes = recovery.renew(session, account.id)
    details = {"replaced": replaced, "sessions": end_all_sessions(account.id)}
    if revoke_tokens:
        details["tokens"] = revoke_all_tokens(account.id)
    audit.record("account.factor_set", "account", str(account.id), details)
    _tell(account.id, msg("身份验证器已更换") if replaced else msg("两步验证已启用"))
    return SetUp(codes, open_session(account, factor_proved=True))


def _offer(account_id: int, session_token: str) -> FactorOffer | None:
    return db.session.scalar(
        select(FactorOffer)
        .where(
            FactorOffer.session_hash == hash_token(session_token),
            FactorOffer.account_id == account_id,
            FactorOffer.made_at > clock.now() - FACTOR_OFFER_AGE_MAX,
        )
        .execution_options(populate_existing=True)
    )


def _tell(account_id: int, subject: Message) -> None:
    tell(
        [account_id],
        "account.second_factor",
        subject,
        msg("如不是您本人操作，请立即修改密码并联系管理员。"),
        link=second_factor.PAGE,
    )
