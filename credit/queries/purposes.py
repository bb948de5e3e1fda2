"""The dated table of purposes (`tables/purposes.yaml`) as typed rows. Pure but for reading it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from credit.queries.models import Basis
from credit.records.dated import in_force
from credit.rules.vocabulary import Evidence
from credit.subjects.identifiers import SubjectKind
from service.messages import Message, named
from service.yaml_file import read_yaml

TABLE = Path(__file__).parent / "tables" / "purposes.yaml"


class Asker(StrEnum):
    """Who asks, as far as the table tells them apart."""

    department = "department"
    clerk = "clerk"
    public = "public"
    self = "self"
    """An enterprise or a person about itself."""


class Span(StrEnum):
    """How long a record is told."""

    publicity = "publicity"
    retention = "retention"


FIELDS = frozenset(
    {
        "kind", "authority", "decision_number", "title", "violation", "content", "penalty_kinds",
        "fine", "confiscated", "decided_on", "tier", "published_until", "repairable_from",
    }
)  # fmt: skip
"""Fields of a record an answer may hold."""


@dataclass(frozen=True)
class QueryPurpose:
    """One line of the table: what is asked for, by whom, on which ground, and what is told."""

    code: str
    name: Message
    who: frozenset[Asker]
    basis: tuple[Basis, ...]
    """Accepted kinds, the usual one first."""
    subjects: frozenset[SubjectKind]
    span: Span
    shielded: bool
    """Whether the court's statement is told of a record kept from view."""
    honours: bool
    measures: bool
    fields: tuple[str, ...]
    article: str
    source: str
    evidence: Evidence
    valid_from: date
    valid_to: date | None

    @property
    def told(self) -> tuple[str, ...]:
        """Names of all that an answer may hold, for the query log."""
        more = [name for name in ("honours", "measures") if getattr(self, name)]
        return (*self.fields, *more)


@cache
def all_purposes() -> tuple[QueryPurpose, ...]:
    """Every line, in the order of the table. Raises ValueError for one that cannot be."""
    raw: dict[str, Any] = read_yaml(TABLE)
    return tuple(_purpose(line, raw["source"]) for line in raw["purposes"])


def purposes_on(day: date) -> tuple[QueryPurpose, ...]:
    """The purposes in force on a day."""
    return tuple(in_force(all_purposes(), day))


def purposes_for(asker: Asker, day: date) -> tuple[QueryPurpose, ...]:
    """The purposes somebody may ask for on a day."""
    return tuple(one for one in purposes_on(day) if asker in one.who)


def purpose_of(code: str, day: date) -> QueryPurpose | None:
    """The line in force on that day under a code; None where there is none."""
    return next((one for one in purposes_on(day) if one.code == code), None)


def names() -> dict[str, Message]:
    """Code -> name, also of lines that are no longer in force; the latest name wins."""
    return {one.code: one.name for one in sorted(all_purposes(), key=lambda one: one.valid_from)}


def _purpose(line: dict[str, Any], source: str) -> QueryPurpose:
    unknown = set(line["fields"]) - FIELDS
    if unknown:
        raise ValueError(f"purposes.yaml: {line['code']}: unknown fields {sorted(unknown)}")
    return QueryPurpose(
        code=line["code"],
        name=named(line["name"], line["name_en"]),
        who=frozenset(Asker(one) for one in line["who"]),
        basis=tuple(Basis(one) for one in line["basis"]),
        subjects=frozenset(SubjectKind(one) for one in line["subjects"]),
        span=Span(line["span"]),
        shielded=line["shielded"],
        honours=line["honours"],
        measures=line["measures"],
        fields=tuple(line["fields"]),
        article=line["article"],
        source=line.get("source", source),
        evidence=Evidence(line["evidence"]),
        valid_from=line["valid_from"],
        valid_to=line["valid_to"],
    )
