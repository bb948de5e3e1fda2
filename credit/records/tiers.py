"""The tier of a penalty: minor (轻微), general (一般) or serious (严重).

Decided by the table in force on a day and the standards the authorities have published
(NDRC Order 36 of 2025; before 2026-04-01 Order 58). Each kind of the penalty is given its
tier, the highest one is the penalty's. The amount counts only through an authority's own
published standard.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from credit.records.penalty_kinds import kind_labels
from credit.records.tier_tables import (
    Regime,
    Rule,
    TierStandard,
    TierStandards,
    regime_of_authority,
    table_in_force,
)
from credit.rules.vocabulary import Evidence, PenaltyKind, Tier
from service.messages import Message, msg

_BY_AMOUNT = frozenset(
    {
        PenaltyKind.FINE,
        PenaltyKind.CONFISCATION_OF_INCOME,
        PenaltyKind.CONFISCATION_OF_GOODS,
    }
)
_SEVERITY = {Tier.MINOR: 0, Tier.GENERAL: 1, Tier.SERIOUS: 2}


@dataclass(frozen=True, slots=True)
class PenaltyFacts:
    """What the tier depends on. Amounts are yuan; `authority` is the canonical name."""

    kinds: frozenset[PenaltyKind]
    authority: str
    fine_yuan: Decimal | None = None
    confiscated_yuan: Decimal | None = None
    simple_procedure: bool = False
    list_entry: bool = False
    """An entry in a 严重失信主体名单 rather than a penalty."""
    field: str | None = None
    """Regulated field where older rules treat it apart, such as `food` or `fire`."""
    regime: Regime | None = None
    """Which line of rules; left out, it follows from the authority."""


@dataclass(frozen=True, slots=True)
class TierDecision:
    """A tier with all that is needed to explain it years later."""

    tier: Tier
    regime: Regime
    table: str
    """Code of the table in force, such as `ORDER36`."""
    rule: str
    """Code of the deciding row."""
    reason: Message
    source: str
    evidence: Evidence
    ask_authority: bool = False
    """True when a published standard of the authority could have changed the tier."""


def decide_tier(penalty: PenaltyFacts, standards: TierStandards, on: date) -> TierDecision:
    """The tier of one penalty by the rules in force on a day.

    Raises `NotCovered` when no table covers the day. An office's own decision (override)
    is stored beside this one, never in place of it.
    """
    regime = penalty.regime or regime_of_authority(penalty.authority)
    table = table_in_force(regime, on)
    if penalty.list_entry:
        rule = table.list_entry
        return _decision(table.source, regime, table.code, rule, msg("列入严重失信主体名单"))
    kinds = penalty.kinds or frozenset({PenaltyKind.OTHER})
    rules = {kind: table.rule_for(kind) for kind in kinds}
    rule = max(rules.values(), key=_rank)
    if penalty.simple_procedure and rule.tier is not Tier.SERIOUS:
        reason = msg("适用简易程序作出的处罚")
        return _decision(table.source, regime, table.code, table.simple_procedure, reason)
    found = {kind: _standard(penalty, kind, standards, on) for kind in kinds}
    deciding = max((found[kind] or rules[kind] for kind in kinds), key=_rank)
    if isinstance(deciding, TierStandard):
        return _by_standard(deciding, regime, table.code)
    ask = deciding.tier is not Tier.SERIOUS and any(
        found[kind] is None for kind in kinds & _BY_AMOUNT
    )
    strict = table.field_rule(penalty.field)
    if strict and deciding.tier is Tier.GENERAL:
        reason = msg("属于从严管理领域：{field}", field=str(penalty.field))
        return _decision(table.source, regime, table.code, strict, reason, ask=ask)
    reason = msg("处罚种类：{kinds}", kinds=kind_labels(kinds & deciding.kinds))
    return _decision(table.source, regime, table.code, deciding, reason, ask=ask)


def _rank(row: Rule | TierStandard) -> tuple[int, bool, str]:
    """Order of severity; at the same tier a published standard explains better than a kind."""
    return _SEVERITY[row.tier], isinstance(row, TierStandard), row.ref


def _standard(
    penalty: PenaltyFacts, kind: PenaltyKind, standards: TierStandards, on: date
) -> TierStandard | None:
    if kind not in _BY_AMOUNT:
        return None
    amount = penalty.fine_yuan if kind is PenaltyKind.FINE else penalty.confiscated_yuan
    return standards.find(penalty.authority, kind, amount, on)


def _by_standard(row: TierStandard, regime: Regime, table: str) -> TierDecision:
    reason = msg("按认定单位公布的标准：{doc}", doc=row.doc)
    evidence = Evidence.PROPOSAL if row.demonstration else Evidence.FOUND
    return TierDecision(row.tier, regime, table, row.ref, reason, row.doc, evidence)


def _decision(
    source: str, regime: Regime, table: str, rule: Rule, reason: Message, *, ask: bool = False
) -> TierDecision:
    return TierDecision(
        rule.tier, regime, table, rule.ref, reason, source, rule.evidence, ask_authority=ask
    )
