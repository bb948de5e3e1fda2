"""The dated tables behind `tiers` and `dates`, as typed rows (`tables/tier_*.yaml`)."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from credit.records.dated import TableInvalid, load_table, the_one_in_force
from credit.rules.vocabulary import Evidence, FactKind, PenaltyKind, Tier
from service.messages import msg


class Regime(StrEnum):
    """Which line of rules sets the periods: the general one or market supervision's own."""

    NDRC36 = "NDRC36"
    SAMR45 = "SAMR45"


@dataclass(frozen=True, slots=True)
class Rule:
    """One deciding row: a tier, its code and how well it is evidenced."""

    tier: Tier
    ref: str
    evidence: Evidence
    kinds: frozenset[PenaltyKind] = frozenset()


@dataclass(frozen=True, slots=True)
class Period:
    """How long one tier is published, in months."""

    min_months: int
    max_months: int
    published: bool
    """False when the tier is not published in principle."""
    evidence: Evidence


@dataclass(frozen=True)
class TierTable:
    """The tier rules and periods of one regime over one stretch of time."""

    code: str
    regime: Regime
    source: str
    valid_from: date
    valid_to: date | None
    starts: str
    """`decision` or `publication`: the day the periods run from."""
    simple_procedure: Rule
    list_entry: Rule
    by_kind: dict[PenaltyKind, Rule]
    serious_fields: frozenset[str]
    serious_fields_rule: Rule
    periods: dict[Tier, Period]
    never_early: frozenset[PenaltyKind]
    no_minimum: frozenset[FactKind] = frozenset()
    """Kinds of records that can be repaired at any time, whatever their tier."""

    def rule_for(self, kind: PenaltyKind) -> Rule:
        """The row that gives a kind its tier; every kind has one."""
        return self.by_kind[kind]

    def field_rule(self, regulated_field: str | None) -> Rule | None:
        """The row for a field treated more strictly, or None."""
        return self.serious_fields_rule if regulated_field in self.serious_fields else None


@dataclass(frozen=True, slots=True)
class TierStandard:
    """One published threshold. Amounts are yuan, `amount_to` is not included."""

    authority: str
    penalty_type: PenaltyKind
    amount_from: Decimal
    amount_to: Decimal | None
    tier: Tier
    doc: str
    valid_from: date
    valid_to: date | None = None
    demonstration: bool = False

    @property
    def ref(self) -> str:
        """A code for the row that stays the same while its content does."""
        until = "" if self.amount_to is None else self.amount_to
        return f"standard:{self.authority}:{self.penalty_type}:{self.amount_from}-{until}"

    def covers(self, authority: str, kind: PenaltyKind, amount: Decimal, on: date) -> bool:
        """Whether this row speaks of that amount on that day."""
        named = self.authority
        same = authority.endswith(named[1:]) if named.startswith("*") else authority == named
        return (
            same
            and kind is self.penalty_type
            and self.amount_from <= amount
            and (self.amount_to is None or amount < self.amount_to)
            and self.valid_from <= on
            and (self.valid_to is None or on < self.valid_to)
        )


@dataclass(frozen=True)
class TierStandards:
    """All published thresholds; an exact authority goes before a pattern."""

    rows: tuple[TierStandard, ...] = ()

    def find(
        self, authority: str, kind: PenaltyKind, amount: Decimal | None, on: date
    ) -> TierStandard | None:
        """The row for an amount, or None: then the amount decides nothing."""
        if amount is None:
            return None
        found = [row for row in self.rows if row.covers(authority, kind, amount, on)]
        exact = [row for row in found if not row.authority.startswith("*")]
        candidates = exact or found
        if len(candidates) > 1:
            raise TableInvalid(
                msg("{authority}的分档标准在{amount}元处重叠", authority=authority, amount=amount)
            )
        return candidates[0] if candidates else None


@dataclass(frozen=True, slots=True)
class Retention:
    """How long a record stays in the archive, in months from its determination."""

    code: str
    source: str
    months: int
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class _Tables:
    tiers: tuple[TierTable, ...]
    retention: tuple[Retention, ...]
    authority_regimes: tuple[tuple[tuple[str, ...], Regime], ...] = field(default=())


def table_in_force(regime: Regime, on: date) -> TierTable:
    """The tier table of a regime on a day; `NotCovered` names the range when there is none."""
    rows = [table for table in _tables().tiers if table.regime is regime]
    return the_one_in_force(rows, on, table=f"tier_rules/{regime}")


def retention_in_force(on: date) -> Retention:
    """The retention rule on a day."""
    return the_one_in_force(_tables().retention, on, table="tier_rules/retention")


def regime_of_authority(authority: str) -> Regime:
    """The general line of rules, unless the table names another for this authority."""
    for parts, regime in _tables().authority_regimes:
        if any(part in authority for part in parts):
            return regime
    return Regime.NDRC36


@cache
def shipped_standards() -> TierStandards:
    """The thresholds in `tables/tier_standards.yaml`."""
    rows = load_table("tier_standards")["standards"] or []
    return TierStandards(tuple(_standard(row) for row in rows))


def _standard(row: dict[str, Any]) -> TierStandard:
    upper = row.get("amount_to")
    return TierStandard(
        authority=row["authority"],
        penalty_type=PenaltyKind(row["penalty_type"]),
        amount_from=Decimal(str(row["amount_from"])),
        amount_to=None if upper is None else Decimal(str(upper)),
        tier=Tier(row["tier"]),
        doc=row["doc"],
        valid_from=row["valid_from"],
        valid_to=row.get("valid_to"),
        demonstration=row.get("demonstration", False),
    )


@cache
def _tables() -> _Tables:
    raw = load_table("tier_rules")
    return _Tables(
        tuple(_tier_table(row) for row in raw["regimes"]),
        tuple(
            Retention(row["code"], row["source"], row["months"], row["valid_from"], row["valid_to"])
            for row in raw["retention"]
        ),
        tuple(
            (tuple(row["name_contains"]), Regime(row["regime"])) for row in raw["authority_regimes"]
        ),
    )


def _tier_table(row: dict[str, Any]) -> TierTable:
    by_kind: dict[PenaltyKind, Rule] = {}
    for tier, part in row["kinds"].items():
        kinds = frozenset(PenaltyKind(kind) for kind in part["kinds"])
        rule = Rule(Tier(tier), part["ref"], Evidence(part["evidence"]), kinds)
        by_kind.update(dict.fromkeys(kinds, rule))
    listed = sum(len(part["kinds"]) for part in row["kinds"].values())
    if set(by_kind) != set(PenaltyKind) or listed != len(by_kind):
        raise TableInvalid(msg("规则表{table}须给每个处罚种类恰好一个档次", table=row["code"]))
    fields = row["serious_fields"]
    return TierTable(
        code=row["code"],
        regime=Regime(row["regime"]),
        source=row["source"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        starts=row["starts"],
        simple_procedure=_rule(row["simple_procedure"]),
        list_entry=_rule(row["list_entry"]),
        by_kind=by_kind,
        serious_fields=frozenset(fields["fields"]),
        serious_fields_rule=Rule(Tier.SERIOUS, fields["ref"], Evidence(fields["evidence"])),
        periods={Tier(tier): _period(period) for tier, period in row["periods"].items()},
        never_early=frozenset(PenaltyKind(kind) for kind in row["never_early"]),
        no_minimum=frozenset(FactKind(kind) for kind in row["no_minimum"]),
    )


def _rule(row: dict[str, Any]) -> Rule:
    return Rule(Tier(row["tier"]), row["ref"], Evidence(row["evidence"]))


def _period(row: dict[str, Any]) -> Period:
    return Period(row["min_months"], row["max_months"], row["published"], Evidence(row["evidence"]))
