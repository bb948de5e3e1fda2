"""Which notices are known: those that came with the service, and those that were imported."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on

from service.database import db, table_of
from workflows.workdays.calendar import OddDay, YearPlan
from workflows.workdays.models import CalendarEdition, ExceptionalDay
from workflows.workdays.notice import Notice
from workflows.workdays.reading import read_file

FOLDER = Path(__file__).with_name("editions")
Stamp = tuple[int, bytes, datetime]
"""Version, digest and time of the latest edition: what a cached calendar is known by."""

_E, _D = table_of(CalendarEdition).c, table_of(ExceptionalDay).c
_LATEST = select(_E.version, _E.digest, _E.imported_at).order_by(_E.version.desc()).limit(1)


@cache
def shipped() -> Mapping[int, Notice]:
    """The notices that came with the service, by year."""
    notices = (read_file(path) for path in sorted(FOLDER.glob("*.yaml")))
    return MappingProxyType({notice.year: notice for notice in notices})


def latest_stamp() -> Stamp | None:
    """The latest edition, or None where nothing has been imported yet."""
    row = db.session.execute(_LATEST).first()
    return None if row is None else (row.version, row.digest, row.imported_at)


def imported_plans(version: int) -> dict[int, YearPlan]:
    """The editions in force when the calendar had this version, by year."""
    editions = db.session.execute(
        select(_E.version, _E.year, _E.source, _E.evidence)
        .where(_E.version <= version)
        .ext(distinct_on(_E.year))
        .order_by(_E.year, _E.version.desc())
    ).all()
    odd: dict[int, dict[date, OddDay]] = {row.version: {} for row in editions}
    for row in db.session.execute(
        select(_D.edition, _D.day, _D.is_work, _D.name).where(_D.edition.in_(odd))
    ):
        odd[row.edition][row.day] = OddDay(row.is_work, row.name)
    return {
        row.year: YearPlan(
            row.year,
            MappingProxyType(odd[row.version]),
            row.source,
            row.evidence,
            version=row.version,
        )
        for row in editions
    }


def history(year: int) -> list[CalendarEdition]:
    """The editions of a year, the one in force first."""
    return list(
        db.session.scalars(
            select(CalendarEdition)
            .where(CalendarEdition.year == year)
            .order_by(CalendarEdition.version.desc())
        )
    )


def imported_years() -> list[int]:
    """The years of which there is an imported edition."""
    return list(db.session.scalars(select(_E.year).distinct().order_by(_E.year)))
