"""Rows of the dated tables of oversight. Pure but for reading them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from service.clock import OFFICE_ZONE
from service.oversight.models import AlarmKind
from service.yaml_file import read_yaml

TABLES = Path(__file__).parent / "tables"


@cache
def _rows(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = read_yaml(TABLES / f"{name}.yaml")
    return rows


def _in_force(name: str, day: date) -> list[dict[str, Any]]:
    return [
        row
        for row in _rows(name)
        if row["valid_from"] <= day and (row["valid_to"] is None or day < row["valid_to"])
    ]


@dataclass(frozen=True)
class AlarmRule:
    """One row of `alarms.yaml`."""

    code: str
    kind: AlarmKind
    roles: tuple[str, ...]
    channels: tuple[str, ...]
    """Empty for all."""
    more_than: int
    """Subjects for `mass`, look-ups otherwise; so many are still in order."""
    list_from: int
    begins: time
    ends: time

    def hours(self, day: date) -> tuple[datetime, datetime]:
        """From when until when the look-ups of a day are counted; without hours, all day.

        A night is one, with the day it begins on, and lasts until the next morning.
        """
        last = day if self.begins < self.ends else day + timedelta(days=1)
        first = datetime.combine(day, self.begins, OFFICE_ZONE)
        return first, datetime.combine(last, self.ends, OFFICE_ZONE)


def alarm_rules(day: date) -> list[AlarmRule]:
    """The rows in force on a day."""
    return [
        AlarmRule(
            code=row["code"],
            kind=AlarmKind(row["kind"]),
            roles=tuple(row["roles"]),
            channels=tuple(row["channels"]),
            more_than=row["more_than"],
            list_from=row.get("list_from", 0),
            begins=time.fromisoformat(row.get("from", "00:00")),
            ends=time.fromisoformat(row.get("until", "00:00")),
        )
        for row in _in_force("alarms", day)
    ]


@dataclass(frozen=True)
class SampleRule:
    """The row of `samples.yaml` in force."""

    per_mille: int
    at_least: int
    at_most: int
    roles: tuple[str, ...]

    def size(self, population: int) -> int:
        """How many of a month's look-ups are read."""
        wanted = max(self.at_least, -(-population * self.per_mille // 1000))
        return min(wanted, self.at_most, population)


def sample_rule(day: date) -> SampleRule:
    """The row in force. Raises LookupError without one."""
    rows = _in_force("samples", day)
    if not rows:
        raise LookupError(f"no row of samples.yaml is in force on {day}")
    row = rows[0]
    return SampleRule(row["per_mille"], row["at_least"], row["at_most"], tuple(row["roles"]))


@dataclass(frozen=True)
class AssessmentRule:
    """The row of `assessments.yaml` in force."""

    keep_months: int
    occasions: tuple[str, ...]


def assessment_rule(day: date) -> AssessmentRule | None:
    """The row in force; None before the law was."""
    rows = _in_force("assessments", day)
    return AssessmentRule(rows[0]["keep_months"], tuple(rows[0]["occasions"])) if rows else None
