"""The dated tables of credit repair, as typed rows (`tables/*.yaml`). Figures of law live there."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from credit.records.dated import the_one_in_force
from credit.rules.vocabulary import Evidence, FactKind
from service.messages import Named, named
from service.yaml_file import read_yaml

TABLES = Path(__file__).parent / "tables"


@dataclass(frozen=True, slots=True)
class TypeRule:
    """What one case type repairs."""

    code: str
    name: Named
    kinds: frozenset[FactKind]
    minimum: bool
    """True when the least time of publicity must have passed."""
    article: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Why a kind of record is not repaired here, and where to go."""

    reason: Named
    remedy: Named
    article: str


@dataclass(frozen=True)
class Scope:
    """Which case types repair which records, over one stretch of time."""

    code: str
    source: str
    valid_from: date
    valid_to: date | None
    types: dict[str, TypeRule]
    elsewhere: dict[FactKind, Elsewhere]

    def type_of(self, kind: str) -> TypeRule | None:
        """The ordinary case type of a kind of record: the first that names it, if any does."""
        return next((rule for rule in self.types.values() if kind in rule.kinds), None)


@dataclass(frozen=True, slots=True)
class BanRule:
    """How long a subject may not apply again after a revocation."""

    code: str
    months: int
    grounds: frozenset[str]
    source: str
    evidence: Evidence
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class PaymentRule:
    """By when a fine is to be paid and what is added afterwards."""

    code: str
    pay_days: int
    """Calendar days from receipt of the decision."""
    surcharge_per_day: Decimal
    """Part of the fine added for each day."""
    surcharge_max_of_fine: Decimal
    """Most that is added, as a part of the fine."""
    source: str
    evidence: Evidence
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class MaterialRule:
    """One document the rules ask for in some situations."""

    kind: str
    case_types: frozenset[str]
    when: frozenset[str]
    """Situations, any of which makes it needed; empty: always."""
    per_record: bool
    in_house: str | None
    """The situation in which the service fetches it itself."""
    stage: str | None
    title: Named
    hint: Named
    article: str
    evidence: Evidence


@dataclass(frozen=True)
class Materials:
    """The checklist over one stretch of time."""

    code: str
    source: str
    valid_from: date
    valid_to: date | None
    rows: tuple[MaterialRule, ...]


def scope_on(day: date) -> Scope:
    """Which case types there are on a day. Raises `NotCovered`."""
    return the_one_in_force(_scopes(), day, table="repair/case_types")


def ban_on(day: date) -> BanRule:
    """The rule of bans on a day. Raises `NotCovered`."""
    return the_one_in_force(_bans(), day, table="repair/ban")


def payment_on(day: date) -> PaymentRule:
    """The rule of payment on a day. Raises `NotCovered`."""
    return the_one_in_force(_payments(), day, table="repair/performance")


def materials_on(day: date) -> Materials:
    """The checklist in force on a day. Raises `NotCovered`."""
    return the_one_in_force(_materials(), day, table="repair/checklist")


def _load(name: str) -> Any:
    return read_yaml(TABLES / f"{name}.yaml")


@cache
def _scopes() -> tuple[Scope, ...]:
    return tuple(_scope(row) for row in _load("case_types")["editions"])


def _scope(row: dict[str, Any]) -> Scope:
    types = {
        code: TypeRule(
            code,
            named(one["name"], one["name_en"]),
            frozenset(FactKind(kind) for kind in one["kinds"]),
            one["minimum"],
            one["article"],
            Evidence(one["evidence"]),
        )
        for code, one in row["case_types"].items()
    }
    elsewhere = {
        FactKind(kind): Elsewhere(
            named(one["reason"], one["reason_en"]),
            named(one["remedy"], one["remedy_en"]),
            one["article"],
        )
        for kind, one in row["elsewhere"].items()
    }
    return Scope(row["code"], row["source"], row["valid_from"], row["valid_to"], types, elsewhere)


@cache
def _bans() -> tuple[BanRule, ...]:
    return tuple(
        BanRule(
            row["code"],
            row["months"],
            frozenset(row["grounds"]),
            row["source"],
            Evidence(row["evidence"]),
            row["valid_from"],
            row["valid_to"],
        )
        for row in _load("ban")["bans"]
    )


@cache
def _payments() -> tuple[PaymentRule, ...]:
    return tuple(
        PaymentRule(
            row["code"],
            row["pay_days"],
            Decimal(row["surcharge_per_day"]),
            Decimal(row["surcharge_max_of_fine"]),
            row["source"],
            Evidence(row["evidence"]),
            row["valid_from"],
            row["valid_to"],
        )
        for row in _load("performance")["payments"]
    )


@cache
def _materials() -> tuple[Materials, ...]:
    return tuple(
        Materials(
            row["code"],
            row["source"],
            row["valid_from"],
            row["valid_to"],
            tuple(_material(one) for one in row["rows"]),
        )
        for row in _load("checklist")["editions"]
    )


def _material(row: dict[str, Any]) -> MaterialRule:
    return MaterialRule(
        kind=row["kind"],
        case_types=frozenset(row["case_types"]),
        when=frozenset(row.get("when", ())),
        per_record={"record": True, "case": False}[row["per"]],
        in_house=row.get("in_house"),
        stage=row.get("stage"),
        title=named(row["title"], row["title_en"]),
        hint=named(row["hint"], row["hint_en"]),
        article=row["article"],
        evidence=Evidence(row["evidence"]),
    )
