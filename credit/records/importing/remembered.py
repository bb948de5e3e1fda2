"""What the tables say of a record, remembered. Pure.

Rows of one file repeat the same few authorities, days and kinds; so do the answers. They are
asked for by the plain values they depend on, for these are compared faster than objects.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from credit.records.dates import PublicityDates, RecordDays, publicity
from credit.records.finality import Finality, finality
from credit.records.limits import PARSER_CACHE_ENTRIES
from credit.records.tier_tables import (
    Regime,
    regime_of_authority,
    retention_in_force,
    shipped_standards,
    table_in_force,
)
from credit.records.tiers import PenaltyFacts, TierDecision, decide_tier
from credit.rules.vocabulary import LISTS, FactKind, PenaltyKind, Tier

regime_of = lru_cache(maxsize=PARSER_CACHE_ENTRIES)(regime_of_authority)
"""The line of rules an authority goes by."""


@lru_cache(maxsize=PARSER_CACHE_ENTRIES)
def final_by(kind: str, decided_on: date | None) -> Finality | None:
    """When a decision of that kind and day becomes final by lapse of time."""
    return finality(FactKind(kind), decided_on)


@lru_cache(maxsize=PARSER_CACHE_ENTRIES)
def dates_of(  # noqa: PLR0913, PLR0917 - all that the dates depend on
    kind: str,
    regime: Regime,
    decided_on: date | None,
    published_on: date | None,
    sentence_end_on: date | None,
    removed_on: date | None,
    tier: Tier,
    kinds: tuple[str, ...],
    today: date,
) -> PublicityDates:
    """The dates of a record, by the tables in force on a day."""
    days = RecordDays(decided_on, published_on, sentence_end_on, kind in LISTS, removed_on)
    table, of = table_in_force(regime, today), frozenset(PenaltyKind(name) for name in kinds)
    found = publicity(days, tier, table, retention_in_force(today), of)
    if kind in table.no_minimum:
        return replace(found, published_until_min=None, repairable_from=decided_on)
    return found


@lru_cache(maxsize=PARSER_CACHE_ENTRIES)
def tier_of(
    kinds: frozenset[PenaltyKind],
    authority: str,
    fine: Decimal | None,
    confiscated: Decimal | None,
    simple_procedure: bool,
    list_entry: bool,
    today: date,
) -> TierDecision:
    """The tier of a penalty or of an entry in a list, by the tables in force on a day."""
    facts = PenaltyFacts(
        kinds=kinds,
        authority=authority,
        fine_yuan=fine,
        confiscated_yuan=confiscated,
        simple_procedure=simple_procedure,
        list_entry=list_entry,
    )
    return decide_tier(facts, shipped_standards(), today)
