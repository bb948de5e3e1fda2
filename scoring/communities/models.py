"""Tables of communities: places from the district down to the household, members, consents.

No identity number is kept here, and nothing of what is on record elsewhere about anybody.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Identity,
    Index,
    UniqueConstraint,
    or_,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from service.database import Base
from service.database.append_only import append_only
from service.private.types import Sealed


class Level(StrEnum):
    """Levels of places, from the widest to the closest."""

    district = "district"
    subdistrict = "subdistrict"
    community = "community"
    grid = "grid"
    building = "building"
    unit = "unit"
    household = "household"


class Community(Base):
    """A community that keeps points, and how it does so."""

    __tablename__ = "community"

    code: Mapped[str] = mapped_column(primary_key=True)
    """As an account's `community_code` names it, e.g. `CY1`."""
    name: Mapped[str]
    demonstration: Mapped[bool] = mapped_column(default=False)
    members_min: Mapped[int] = mapped_column(default=5)
    """Places with fewer members than this are merged with others or not shown (k-anonymity)."""
    minus_basis: Mapped[str | None]
    """The legal basis of minus items; None while they are off."""
    minus_resolution: Mapped[str | None]
    """The residents' resolution that adopted minus items: its day and title."""
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]


class Place(Base):
    """A place of a community, or one of the two above it."""

    __tablename__ = "place"
    __table_args__ = (
        UniqueConstraint("community_code", "level", "code"),
        Index("ix_place_parent_id", "parent_id"),
        Index("ix_place_community_level", "community_code", "level"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    community_code: Mapped[str | None] = mapped_column(ForeignKey("community.code"))
    """None for a district and a sub-district."""
    level: Mapped[str]
    code: Mapped[str]
    """Unique among the places of its level in the community, e.g. `3-2-501` for a household."""
    name: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    grid_id: Mapped[int | None]
    """The grid it lies in (its own id for a grid); kept right whenever a place moves."""
    building_id: Mapped[int | None]
    unit_id: Mapped[int | None]
    order: Mapped[int] = mapped_column(default=0)
    """Among its siblings, for maps and lists."""
    map_column: Mapped[int | None]
    """Where a building stands on the community's map, counted from 1 at the left."""
    map_row: Mapped[int | None]
    """The same from the top."""
    retired_at: Mapped[datetime | None]


class MemberState(StrEnum):
    """Whether a member takes part."""

    invited = "invited"
    """Known to the community, but has not said yes; forgotten after `erase_by` without one."""
    active = "active"
    left = "left"
    """Has left; points and personal data are erased by `erase_by`."""
    erased = "erased"


class AgeBand(StrEnum):
    """All that is known of a member's age."""

    adult = "adult"
    """18 and over."""
    teen = "teen"
    """14 to 17, with a guardian's consent; younger children do not take part."""


class ConsentKind(StrEnum):
    """What is agreed to, each by itself."""

    take_part = "take_part"
    on_boards = "on_boards"
    guardian = "guardian"


class GivenBy(StrEnum):
    """How a consent was given."""

    self = "self"
    """By the member, signed in."""
    paper = "paper"
    """On a signed form that a manager recorded."""
    guardian = "guardian"
    """By the guardian's signature on such a form."""


class Member(Base):
    """Somebody who takes part because they want to. Known by a public name of their choice."""

    __tablename__ = "member"
    __table_args__ = (
        Index(
            "uq_member_public_name",
            "community_code",
            "public_name",
            unique=True,
            postgresql_where=text("public_name IS NOT NULL"),
        ),
        Index("ix_member_household_id", "household_id"),
        Index("ix_member_account_id", "account_id", unique=True),
        Index("ix_member_erase_by", "erase_by", postgresql_where=text("state = 'left'")),
        CheckConstraint(
            "state = 'erased' OR (public_name IS NOT NULL AND household_id IS NOT NULL)",
            name="member_known",
        ),
        CheckConstraint("age_band <> 'teen' OR has_guardian OR state = 'erased'", name="guardian"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    """What a member's card shows; names the member in addresses. Cannot be guessed."""
    community_code: Mapped[str] = mapped_column(ForeignKey("community.code"))
    household_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    public_name: Mapped[str | None]
    name_sealed: Mapped[str | None] = mapped_column(Sealed)
    """How the community knows the person; seen by its managers and by the member alone."""
    phone_sealed: Mapped[str | None] = mapped_column(Sealed)
    age_band: Mapped[str]
    """`adult` (18 and over) or `teen` (14 to 17, with a guardian); no day of birth is kept."""
    has_guardian: Mapped[bool] = mapped_column(default=False)
    guardian_sealed: Mapped[str | None] = mapped_column(Sealed)
    """Name of the guardian who agreed."""
    on_boards: Mapped[bool] = mapped_column(default=False)
    """Whether the member agreed to stand on boards by public name."""
    state: Mapped[str] = mapped_column(default=MemberState.active)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """The member's own sign-in."""
    joined_on: Mapped[date]
    """The day of the yes; of somebody invited, that of the invitation."""
    left_on: Mapped[date | None]
    """None, too, for who was invited and never said yes."""
    erase_by: Mapped[date | None]
    """The last day by which points and personal data must be gone."""
    erased_at: Mapped[datetime | None]


def joined() -> ColumnElement[bool]:
    """Whether a member said yes once, whatever came later; an invitation alone does not count."""
    return or_(Member.state == MemberState.active, Member.left_on.is_not(None))


class MemberConsent(Base):
    """One yes or no of a member or guardian; who recorded it and to which text."""

    __tablename__ = "member_consent"
    __table_args__ = (Index("ix_member_consent_member_id", "member_id"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    kind: Mapped[str]
    """`take_part`, `on_boards` or `guardian`."""
    given: Mapped[bool]
    """False when it was withdrawn."""
    text_version: Mapped[str]
    text_digest: Mapped[bytes]
    """SHA-256 of the text as shown."""
    given_by: Mapped[str]
    """`self` (signed in), `paper` (a signed form, recorded by a manager) or `guardian`."""
    paper_id: Mapped[UUID | None]
    """The scanned form, if there is one; erased with the member."""
    recorded_by_id: Mapped[int]
    recorded_by: Mapped[str]
    at: Mapped[datetime]


append_only(MemberConsent.__table__)  # type: ignore[arg-type]
