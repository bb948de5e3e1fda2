"""The dated table of grounds: why somebody may object, to what, and who looks into it. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from credit.records.dated import in_force
from credit.rules.vocabulary import Evidence
from service.messages import Named, named
from service.yaml_file import read_yaml

TABLE = Path(__file__).parent / "tables" / "grounds.yaml"


class Topic(StrEnum):
    """What an objection is about."""

    record = "record"
    check = "check"
    repair = "repair"


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason the law takes an objection for."""

    code: str
    name: Named
    topics: frozenset[Topic]
    handled_by: str
    """authority or office."""
    source: str
    evidence: Evidence
    valid_from: date
    valid_to: date | None


def grounds_on(day: date, topic: Topic | None = None) -> list[Ground]:
    """The grounds in force on a day, of one topic or of all."""
    return [one for one in in_force(_grounds(), day) if topic is None or topic in one.topics]


def ground_name(code: str) -> Named:
    """What a ground is called, also one that is no longer in force."""
    found = next((one.name for one in _grounds() if one.code == code), None)
    return found if found is not None else named(code, code)


def codes() -> Collection[str]:
    """Every ground there is or was."""
    return tuple(dict.fromkeys(one.code for one in _grounds()))


@cache
def _grounds() -> tuple[Ground, ...]:
    rows = read_yaml(TABLE)["grounds"]
    return tuple(_ground(row) for row in rows)


def _ground(row: dict[str, Any]) -> Ground:
    return Ground(
        code=row["code"],
        name=named(row["zh"], row["en"]),
        topics=frozenset(Topic(topic) for topic in row["topics"]),
        handled_by=row["handled_by"],
        source=row["source"],
        evidence=Evidence(row["evidence"]),
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
    )
