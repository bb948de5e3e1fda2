"""The throttle of sign-ins: failures of one name or address close the door for a while.

Attempts of one name go one after another, so that a hundred guesses sent at once meet
the same limit as a hundred sent in a row. A browser that has proved the account before is counted
by itself: strangers who guess cannot keep its owner out.
"""

from datetime import datetime

import structlog
from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from service import clock
from service.accounts import limits
from service.accounts.models import FailedSignIn
from service.messages import msg
from service.problems import Problem

LOCK_SPACE = 0x43575341
"""First half of the advisory locks under which attempts are counted."""
KNOWN_DEVICE, OWN_SCREEN = "device:", "account:"
"""Places that have proved the account before: counted by themselves (`devices`, `proving`)."""


class SignInThrottled(Problem):
    """Too many failures of this account or address; wait and try again."""

    code = "sign-in-throttled"
    status = 429
    title = msg("尝试过多")


def begin_attempt(session: Session, name: str, address: str) -> None:
    """Wait for one's turn until this transaction ends. Raises `SignInThrottled` at the limit."""
    key = account_key(name)
    session.execute(select(func.pg_advisory_xact_lock(LOCK_SPACE, func.hashtext(key))))
    _refuse_when_throttled(session, key, address, clock.now())


def count_failure(session: Session, name: str, address: str) -> None:
    """Count a failed attempt."""
    session.add(FailedSignIn(account_name=account_key(name), address=address, at=clock.now()))


def forgive(session: Session, name: str) -> None:
    """Forget the failures of an account: it was proved, or an administrator opens it anew."""
    session.execute(delete(FailedSignIn).where(FailedSignIn.account_name == account_key(name)))


def account_key(name: str) -> str:
    """A name as the throttle counts it: storable whatever was sent."""
    return (
        name.encode("utf-8", "replace").decode().replace("\x00", "\ufffd")[: limits.NAME_CHARS_MAX]
    )


def _refuse_when_throttled(session: Session, key: str, address: str, now: datetime) -> None:
    of_name, of_address = FailedSignIn.account_name == key, FailedSignIn.address == address
    if address.startswith((KNOWN_DEVICE, OWN_SCREEN)):
        of_name = of_name & of_address
    else:
        proved = (FailedSignIn.address.startswith(place) for place in (KNOWN_DEVICE, OWN_SCREEN))
        of_name = of_name & ~or_(*proved)
    by_name, by_address = session.execute(
        select(func.count().filter(of_name), func.count().filter(of_address)).where(
            FailedSignIn.at > now - limits.FAILURE_WINDOW, of_name | of_address
        )
    ).one()
    if by_name >= limits.FAILURES_PER_ACCOUNT_MAX or by_address >= limits.FAILURES_PER_ADDRESS_MAX:
        structlog.get_logger("accounts").warning("sign-in.throttled", by_name=by_name)
        seconds = int(limits.FAILURE_WINDOW.total_seconds())
        raise SignInThrottled(
            msg("登录失败次数过多，请 {minutes} 分钟后再试，或联系管理员。", minutes=seconds // 60),
            retry_after_seconds=seconds,
        )
