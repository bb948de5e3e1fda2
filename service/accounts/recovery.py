"""Recovery codes: each stands in for the authenticator once. Kept as hashes, found by a handle."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from service import clock
from service.accounts.limits import RECOVERY_CODES
from service.accounts.models import RecoveryCode
from service.accounts.passwords import hash_password, verify_password
from service.accounts.spoken import GROUP_CHARS, as_typed, spoken_secret
from service.database import db


def renew(session: Session, account_id: int) -> Sequence[str]:
    """Make new codes in the caller's transaction; the old ones are worth nothing any more."""
    codes: dict[str, str] = {}
    while len(codes) < RECOVERY_CODES:
        code = spoken_secret()
        codes[_handle(as_typed(code))] = code
    forget(session, account_id)
    session.add_all(
        RecoveryCode(account_id=account_id, handle=handle, code_hash=hash_password(as_typed(code)))
        for handle, code in codes.items()
    )
    return list(codes.values())


def forget(session: Session, account_id: int) -> None:
    """Remove all codes of an account."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))


def use(session: Session, account_id: int, typed: str) -> bool:
    """Use a code up. One hash is tried whatever was typed, so that no time is told."""
    this = (*_unused(account_id), RecoveryCode.handle == _handle(typed))
    stored = session.scalar(select(RecoveryCode.code_hash).where(*this))
    if not verify_password(stored, typed):
        return False
    used = session.execute(
        update(RecoveryCode)
        .where(*this, RecoveryCode.code_hash == stored)
        .values(used_at=clock.now())
        .returning(RecoveryCode.handle)
        .execution_options(synchronize_session=False)
    )
    return used.first() is not None


def left(account_id: int) -> int:
    """How many codes an account can still use."""
    return db.session.scalar(select(func.count()).where(*_unused(account_id))) or 0


def _unused(account_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None)


def _handle(typed: str) -> str:
    return typed[:GROUP_CHARS]
