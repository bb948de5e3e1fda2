"""Tables of messages: what an account is told, and what was sent out of the house."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from service.database import Base
from service.private.types import Sealed


class DeliveryState(StrEnum):
    """How far a message has come on its way out."""

    pending = "pending"
    sent = "sent"
    failed = "failed"
    skipped = "skipped"
    """The channel is not set up, or the person has taken the address back."""


class Notice(Base):
    """One message to one account, shown in the application until it is read."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_account_id", "account_id", "id"),
        Index("ix_notice_unread", "account_id", postgresql_where=text("read_at IS NULL")),
        Index(
            "uq_notice_once",
            "account_id",
            "once_key",
            unique=True,
            postgresql_where=text("once_key IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[str]
    subject: Mapped[list[Any]]
    """[template, params] of a message; no personal data."""
    body: Mapped[list[Any]]
    """[template, params] of a message."""
    link: Mapped[str]
    """Path of the page it is about, '' when there is none."""
    once_key: Mapped[str | None]
    """An account gets a message with the same key once only."""
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class NoticeAddress(Base):
    """Where an account wants to be told outside the application."""

    __tablename__ = "notice_address"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    """email or sms."""
    address: Mapped[str] = mapped_column(Sealed)
    language: Mapped[str]
    """The language messages are written in: zh or en."""
    set_at: Mapped[datetime]


class NoticeDelivery(Base):
    """One message on its way out: by which channel, how often tried, and whether it arrived."""

    __tablename__ = "notice_delivery"
    __table_args__ = (Index("ix_notice_delivery_notice_id", "notice_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    """Also the Message-ID of the e-mail, so that a copy is seen to be one."""
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"))
    channel: Mapped[str]
    state: Mapped[str]
    """A `DeliveryState`."""
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]
    """Code of the last failure; never an address."""
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
