"""API tokens of an account: issued once, listed while they open doors, revoked."""

import secrets
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.orm import Session

from service import audit, clock
from service.accounts import limits
from service.accounts.models import Account, ApiToken
from service.accounts.service import actor_of, hash_token
from service.database import db, transaction
from service.messages import msg
from service.problems import Conflict, NotFound


def is_live() -> ColumnElement[bool]:
    """The condition, as SQL, under which a token opens doors now."""
    return and_(ApiToken.revoked_at.is_(None), ApiToken.expires_at > clock.now())


def create_token(
    account: Account, label: str, lifetime: timedelta = limits.TOKEN_AGE_DEFAULT
) -> tuple[ApiToken, str]:
    """Issue an API token; the text is returned once and only its hash is kept.

    At the limit the oldest token with the same label makes room, so that a system which asks
    for one at every run is never locked out. Raises `Conflict` when there is none.
    """
    token = "cw_" + secrets.token_urlsafe(32)
    now = clock.now()
    with transaction() as session:
        _make_room(session, account, label[: limits.LABEL_CHARS_MAX])
        row = ApiToken(
            token_hash=hash_token(token),
            account_id=account.id,
            label=label[: limits.LABEL_CHARS_MAX],
            created_at=now,
            expires_at=now + min(lifetime, limits.TOKEN_AGE_MAX),
        )
        session.add(row)
        session.flush()
        audit.record("token.created", "api_token", str(row.id), actor=actor_of(account))
    return row, token


def _make_room(session: Session, account: Account, label: str) -> None:
    mine = (ApiToken.account_id == account.id, is_live())
    count = session.scalar(select(func.count()).where(*mine)) or 0
    if count < limits.TOKENS_PER_ACCOUNT_MAX:
        return
    alike = select(ApiToken).where(*mine, ApiToken.label == label)
    oldest = session.scalar(alike.order_by(ApiToken.id).limit(1).with_for_update(skip_locked=True))
    if oldest is None:
        raise Conflict(msg("有效令牌已达上限，请先吊销不用的令牌。"))
    oldest.revoked_at = clock.now()
    audit.record("token.revoked", "api_token", str(oldest.id), actor=actor_of(account))


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


def revoke_all_tokens(account_id: int) -> int:
    """Revoke all live tokens of an account in the caller's transaction; returns how many."""
    revoked = db.session.execute(
        update(ApiToken)
        .where(ApiToken.account_id == account_id, is_live())
        .values(revoked_at=clock.now())
        .returning(ApiToken.id)
    )
    return len(revoked.all())


def list_tokens(account_id: int) -> list[ApiToken]:
    """The account's tokens that still open doors, newest first."""
    return list(
        db.session.scalars(
            select(ApiToken)
            .where(ApiToken.account_id == account_id, is_live())
            .order_by(ApiToken.id.desc())
        )
    )
