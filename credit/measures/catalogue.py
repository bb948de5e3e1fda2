"""The dated list of what may be done because of a record (`tables/catalogue.yaml`)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from credit.records.dated import the_one_in_force
from credit.rules.vocabulary import Evidence, FactKind
from credit.subjects.identifiers import SubjectKind
from service.yaml_file import read_yaml

TABLE = Path(__file__).parent / "tables" / "catalogue.yaml"


class Group(StrEnum):
    """The three groups of the national list."""

    by_law = "by_law"
    management = "management"
    by_others = "by_others"
    """Market, industries, society: no department's business."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a constraint may be."""

    code: str
    name: str
    group: Group
    subject_kinds: frozenset[str]
    """To whom it may be done."""
    kinds: frozenset[str]
    """Kinds of records that can carry it."""


@dataclass(frozen=True, slots=True)
class Never:
    """Something no constraint may be about, known by words in its name or content."""

    code: str
    name: str
    persons: bool
    """Only where natural persons are concerned."""
    words: tuple[str, ...]
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class Incentive:
    """One usual incentive; an incentive takes nothing from anybody, so the list is open."""

    code: str
    name: str
    source: str


@dataclass(frozen=True)
class Edition:
    """The list as it stands for a time."""

    code: str
    name: str
    source: str
    evidence: Evidence
    valid_from: date
    valid_to: date | None
    items: dict[str, Item]
    never: tuple[Never, ...]
    incentives: dict[str, Incentive]

    def name_of(self, code: str | None) -> str | None:
        """What an item or an incentive is called."""
        found = self.items.get(code or "") or self.incentives.get(code or "")
        return None if found is None else found.name


def edition_on(day: date) -> Edition:
    """The list in force on a day. Raises `NotCovered`: what may be done is never guessed."""
    return the_one_in_force(editions(), day, table="measures/catalogue")


@cache
def editions() -> tuple[Edition, ...]:
    """All editions of the shipped table."""
    raw = read_yaml(TABLE)
    return tuple(_edition(row) for row in raw["editions"])


def _edition(row: dict[str, Any]) -> Edition:
    return Edition(
        code=row["code"],
        name=row["name"],
        source=row["source"],
        evidence=Evidence(row["evidence"]),
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        items={one["code"]: _item(one) for one in row["items"]},
        never=tuple(_never(one) for one in row["never"]),
        incentives={
            one["code"]: Incentive(one["code"], one["name"], one["source"])
            for one in row["incentives"]
        },
    )


def _item(row: dict[str, Any]) -> Item:
    return Item(
        row["code"],
        row["name"],
        Group(row["group"]),
        frozenset(SubjectKind(one).value for one in row["subject_kinds"]),
        frozenset(FactKind(one).value for one in row["kinds"]),
    )


def _never(row: dict[str, Any]) -> Never:
    return Never(
        row["code"],
        row["name"],
        row["persons"],
        tuple(row["words"]),
        row["reason"],
        row["source"],
    )
