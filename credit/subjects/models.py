"""Who is on file: natural persons, organisations and individual businesses."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from service.database import Base
from service.database.append_only import append_only
from service.private.types import Sealed


class Subject(Base):
    """A subject on file.

    Found by `id_index`, a keyed digest of type and number; the number itself is sealed.
    Organisations also carry their code in the clear, for it is public. A subject
    known by name alone (a list without codes) has neither: a name never decides,
    so its records are shown to a human before they count for anybody.
    """

    __tablename__ = "subject"
    __table_args__ = (
        Index("uq_subject_id_index", "id_index", unique=True),
        Index("uq_subject_code", "code", unique=True),
        Index(
            "uq_subject_name_only",
            "name_key",
            unique=True,
            postgresql_where=text("id_index IS NULL"),
        ),
        CheckConstraint(
            "erased_on IS NULL OR (name = '' AND id_index IS NULL AND id_sealed IS NULL "
            "AND id_mask IS NULL AND code IS NULL)",
            name="erased",
        ),
        Index("ix_subject_name_key", "name_key"),
        Index(
            "ix_subject_flagged",
            "id",
            postgresql_where=text("flags <> '[]'::jsonb AND flags_confirmed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    """natural_person, organisation or individual_business."""
    name: Mapped[str]
    name_key: Mapped[str]
    """The name as compared: see `credit.subjects.names.name_key`."""
    id_type: Mapped[str | None]
    id_index: Mapped[bytes | None]
    id_sealed: Mapped[str | None] = mapped_column(Sealed)
    id_mask: Mapped[str | None]
    code: Mapped[str | None]
    flags: Mapped[list[Any]] = mapped_column(default=list)
    """Doubts about the identifier, e.g. `check_digit_failed`, until a human confirms it."""
    flags_confirmed_by: Mapped[str | None]
    flags_confirmed_at: Mapped[datetime | None]
    registered_on: Mapped[date | None]
    profile: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What a register says besides: organisation_type, registered_capital, province, city;
    `former_names`, each {name, until, import, row}, and `other_names` that some source uses."""
    import_id: Mapped[UUID | None]
    import_row: Mapped[int | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    erased_on: Mapped[date | None]
    """When name and number went with its last record; what refers to it points to nobody."""


class SubjectMatch(Base):
    """A human's verdict on whether a subject known by name alone is a given subject."""

    __tablename__ = "subject_match"

    id: Mapped[int] = mapped_column(primary_key=True)
    named_subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"), index=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"), index=True)
    same: Mapped[bool]
    reason: Mapped[str]
    decided_by: Mapped[str]
    decided_at: Mapped[datetime]


append_only(SubjectMatch.__table__)  # type: ignore[arg-type]
