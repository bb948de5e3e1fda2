"""Tables of accounts, their sessions and tokens, and the throttle of failed sign-ins."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from service.database import Base


class Account(Base):
    """A person or a department's system, with one role."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str]
    role: Mapped[str]
    unit: Mapped[str] = mapped_column(default="")
    subject_code: Mapped[str | None]
    """Unified social credit code an enterprise account speaks for."""
    community_code: Mapped[str | None]
    password_hash: Mapped[str]
    password_expires_at: Mapped[datetime | None]
    """Until when a temporary password opens the door; None once the person has chosen one."""
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


class LoginSession(Base):
    """One signed-in browser; ended by signing out, by disuse or by an administrator."""

    __tablename__ = "login_session"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class ApiToken(Base):
    """A bearer token of a system; only its hash is kept."""

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    label: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class FailedSignIn(Base):
    """A failed sign-in; enough of them in a short time close the door for a while."""

    __tablename__ = "failed_sign_in"
    __table_args__ = (Index(None, "account_name", "at"), Index(None, "address", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    account_name: Mapped[str]
    address: Mapped[str]
    at: Mapped[datetime]
