"""Tables of redemption: what can be had for points, and who took it."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from service.database import Base
from service.private.types import Sealed


class Goods(Base):
    """Goods or a service to be had for points."""

    __tablename__ = "points_goods"
    __table_args__ = (
        UniqueConstraint("community_code", "code"),
        CheckConstraint("stock >= 0", name="stock"),
        CheckConstraint("cost > 0", name="cost"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    community_code: Mapped[str] = mapped_column(ForeignKey("community.code"))
    code: Mapped[str]
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    kind: Mapped[str]
    """`goods` or `service`."""
    cost: Mapped[int]
    """Points for one."""
    stock: Mapped[int]
    member_limit: Mapped[int | None]
    """How many one member may take in a period; None without limit."""
    limit_period: Mapped[str | None]
    """`month` or `year`."""
    shop: Mapped[str]
    """Who hands it out: the `unit` of a shopkeeper's account."""
    picture: Mapped[str] = mapped_column(default="gift")
    """Which drawing stands for it (`scoring.redemption.pictures`)."""
    offered: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)
    """Grows when what is offered changes, not when stock moves."""
    made_at: Mapped[datetime]


class OrderState(StrEnum):
    """Where an order stands."""

    reserved = "reserved"
    """Points are spent, goods are kept; the code is waiting to be shown."""
    collected = "collected"
    cancelled = "cancelled"
    lapsed = "lapsed"
    """Not collected in time; points were given back."""


GIVEN_UP = (OrderState.cancelled, OrderState.lapsed)
"""States in which points came back."""


class Order(Base):
    """One redemption, with its receipt."""

    __tablename__ = "points_order"
    __table_args__ = (
        Index("ix_points_order_member", "member_id", "made_at"),
        Index("ix_points_order_goods", "goods_id", "made_at"),
        Index("ix_points_order_community", "community_code", "made_at"),
        Index("ix_points_order_due", "collect_by", postgresql_where=text("state = 'reserved'")),
        UniqueConstraint("code_digest"),
        UniqueConstraint("once"),
        UniqueConstraint("entry_id"),
        CheckConstraint("(state = 'reserved') = (ended_at IS NULL)", name="ended"),
        CheckConstraint("state = 'reserved' OR code_sealed IS NULL", name="code_gone"),
    )

    number: Mapped[str] = mapped_column(primary_key=True)
    """The receipt's number."""
    community_code: Mapped[str] = mapped_column(ForeignKey("community.code"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    goods_id: Mapped[int] = mapped_column(ForeignKey("points_goods.id"))
    goods_name: Mapped[str]
    """As it was called then."""
    quantity: Mapped[int]
    points: Mapped[int]
    state: Mapped[str] = mapped_column(default=OrderState.reserved)
    shop: Mapped[str]
    """Where it is to be collected, as it was agreed then."""
    code_digest: Mapped[bytes]
    """Of the code the member shows at the shop."""
    code_sealed: Mapped[str | None] = mapped_column(Sealed)
    """The code itself, for the member alone; gone once the order has ended."""
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("points_entry.id"))
    """The redemption that paid for it; refunds of it name it."""
    once: Mapped[UUID | None]
    """Of the form it was ordered with: sent twice, it is one order."""
    made_at: Mapped[datetime]
    collect_by: Mapped[date]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None]
    ended_by: Mapped[str | None]


class CodeAttempt(Base):
    """One code tried at a shop; enough wrong ones in a short time close the page for a while."""

    __tablename__ = "points_code_attempt"
    __table_args__ = (Index("ix_points_code_attempt_account", "account_id", "at"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    account_id: Mapped[int]
    at: Mapped[datetime]
