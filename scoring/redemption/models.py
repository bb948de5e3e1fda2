"""Tables of redemption: what can be had for points, and who took it."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from service.database import Base


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
    offered: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[datetime]


class OrderState(StrEnum):
    """Where an order stands."""

    reserved = "reserved"
    """Points are spent, goods are kept; the code is waiting to be shown."""
    collected = "collected"
    cancelled = "cancelled"
    lapsed = "lapsed"
    """Not collected in time; points were given back."""


class Order(Base):
    """One redemption, with its receipt."""

    __tablename__ = "points_order"
    __table_args__ = (
        Index("ix_points_order_member", "member_id", "made_at"),
        Index("ix_points_order_goods", "goods_id", "made_at"),
        Index("ix_points_order_due", "collect_by", postgresql_where=text("state = 'reserved'")),
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
    code_digest: Mapped[bytes]
    """Of the code the member shows at the shop."""
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("points_entry.id"))
    refund_id: Mapped[UUID | None] = mapped_column(ForeignKey("points_entry.id"))
    made_at: Mapped[datetime]
    collect_by: Mapped[date]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None]
    ended_by: Mapped[str | None]
