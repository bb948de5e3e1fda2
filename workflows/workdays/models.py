"""The calendar's tables: editions as they were imported, and their exceptional days."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from service.database import Base
from service.database.append_only import append_only


class CalendarEdition(Base):
    """One import of one year's notice. The latest edition of a year is the one in force."""

    __tablename__ = "calendar_edition"
    __table_args__ = (Index("ix_calendar_edition_year", "year", "version"),)

    version: Mapped[int] = mapped_column(Identity(), primary_key=True)
    """Grows with every import; the calendar's version is the highest one."""
    year: Mapped[int]
    source: Mapped[str]
    """The notice it was taken from, e.g. 国办发明电〔2025〕7号."""
    evidence: Mapped[str]
    digest: Mapped[bytes]
    """SHA-256 of the days, so that the same notice twice changes nothing."""
    imported_by: Mapped[str]
    imported_at: Mapped[datetime]


class ExceptionalDay(Base):
    """A day of an edition that is not what its weekday says: a holiday, or a swapped weekend."""

    __tablename__ = "workday"

    edition: Mapped[int] = mapped_column(ForeignKey("calendar_edition.version"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    is_work: Mapped[bool]
    name: Mapped[str]
    """The holiday it belongs to, e.g. 春节."""


append_only(CalendarEdition.__table__)  # type: ignore[arg-type]
append_only(ExceptionalDay.__table__)  # type: ignore[arg-type]
