"""Table of requests: what each case of personal rights is about, in the person's own words."""

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from service.database import Base
from service.database.append_only import append_only
from service.private.types import Sealed


class RightsRequest(Base):
    """What one case asks for. Who asks and whom it is about differ only for next of kin."""

    __tablename__ = "rights_request"
    __table_args__ = (
        Index("ix_rights_request_person", "person_index"),
        Index("ix_rights_request_asker", "asker_index"),
        CheckConstraint(
            "(kin_id IS NULL) = (asker_index = person_index)", name="kin_asks_for_another"
        ),
        CheckConstraint(
            "(kind = 'human_decision') = (check_number IS NOT NULL)", name="decides_a_check"
        ),
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    kind: Mapped[str]
    """A `workflows.rights.kinds.Kind`."""
    asker_index: Mapped[bytes]
    """The digest of who asks, as the window verified it."""
    asker_mask: Mapped[str]
    person_index: Mapped[bytes]
    """The digest of whom it is about."""
    person_kind: Mapped[str]
    person_mask: Mapped[str]
    kin_id: Mapped[int | None] = mapped_column(ForeignKey("kin_standing.id"))
    """The recorded kinship, when it is about a deceased person."""
    check_number: Mapped[str | None]
    record_id: Mapped[int | None]
    statement_sealed: Mapped[str] = mapped_column(Sealed)
    """What is asked for, in the person's words."""


append_only(RightsRequest.__table__)  # type: ignore[arg-type]
