"""The stored versions of rule tables, for the pages."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import defer

from credit.rules.models import RuleSet
from credit.rules.selection import covers
from credit.rules.vocabulary import Purpose
from service.database import db


@dataclass(frozen=True)
class Version:
    """One stored version, and where it stands on a day."""

    row: RuleSet
    name: str
    latest: bool
    """False when a later version of the same table has replaced it."""
    in_force: bool


@dataclass(frozen=True)
class Series:
    """All versions for one purpose in one district, those in force first, newest before older."""

    purpose: Purpose
    district: str
    versions: tuple[Version, ...]

    @property
    def in_force(self) -> tuple[Version, ...]:
        """The tables in force on the day; none where the day is not covered."""
        return tuple(version for version in self.versions if version.in_force)

    @property
    def history(self) -> tuple[Version, ...]:
        """All others: replaced, past, or not yet in force."""
        return tuple(version for version in self.versions if not version.in_force)


def list_series(today: date, own_district: str) -> list[Series]:
    """Every purpose and district with its versions, those of the own district first."""
    rows = db.session.execute(
        select(RuleSet, RuleSet.body["name"].as_string())
        .options(defer(RuleSet.body))
        .order_by(RuleSet.valid_from.desc(), RuleSet.version.desc())
    ).all()
    latest: dict[tuple[str, str, str], int] = {}
    grouped: dict[tuple[str, str], list[tuple[RuleSet, str]]] = {}
    for row, name in rows:
        key = (row.purpose, row.district, row.code)
        latest[key] = max(latest.get(key, 0), row.version)
        grouped.setdefault((row.purpose, row.district), []).append((row, name))
    order = list(Purpose)
    return [
        Series(Purpose(purpose), district, tuple(_version(*one, latest, today) for one in found))
        for (purpose, district), found in sorted(
            grouped.items(),
            key=lambda one: (one[0][1] != own_district, one[0][1], order.index(Purpose(one[0][0]))),
        )
    ]


def _version(
    row: RuleSet, name: str, latest: dict[tuple[str, str, str], int], today: date
) -> Version:
    newest = latest[row.purpose, row.district, row.code] == row.version
    return Version(row, name, latest=newest, in_force=newest and covers(row, today))
