"""Tables of accounts, their second factors, sessions and tokens, and failed sign-ins."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from service.database import Base
from service.private.types import Sealed


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
    factor_proved_at: Mapped[datetime | None]
    """When a second factor was proved for it; without that it opens no account that has one."""


class SignInStep(Base):
    """A browser that has proved a password and not yet the second factor; it opens no door."""

    __tablename__ = "sign_in_step"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    made_at: Mapped[datetime]


class SecondFactor(Base):
    """The authenticator of an account: the secret it shares with a telephone."""

    __tablename__ = "second_factor"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    secret: Mapped[str] = mapped_column(Sealed)
    confirmed_at: Mapped[datetime]
    last_step: Mapped[int]
    """The newest time step whose code was used; no code of it or of one before is taken again."""
    failures: Mapped[int]
    """Wrong codes since the last right one."""


class FactorOffer(Base):
    """A secret shown to one session and not yet confirmed: no other session may see it."""

    __tablename__ = "second_factor_offer"

    session_hash: Mapped[bytes] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    secret: Mapped[str] = mapped_column(Sealed)
    made_at: Mapped[datetime]


class RecoveryCode(Base):
    """A code that stands in for the authenticator once."""

    __tablename__ = "recovery_code"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    handle: Mapped[str] = mapped_column(primary_key=True)
    """Its first letters, by which its hash is found; they prove nothing."""
    code_hash: Mapped[str]
    used_at: Mapped[datetime | None]


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
