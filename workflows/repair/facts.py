"""What eligibility and checklist look at of one record, apart from its row."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from credit.records.dates import Undefined
from credit.records.models import Record, RecordStatus
from credit.rules.vocabulary import PenaltyKind, Tier


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """One record as a repair sees it."""

    id: int
    kind: str
    """A `FactKind`."""
    status: RecordStatus
    name: str
    """Its decision number, or what else names it."""
    authority: str
    tier: Tier | None
    regime: str | None
    penalty_kinds: frozenset[PenaltyKind]
    fine: Decimal | None
    decided_on: date | None
    last_minimum_day: date | None
    repairable_from: date | None
    removed_on: date | None
    undefined: frozenset[Undefined] = frozenset()


def facts_of(record: Record) -> RecordFacts:
    """The facts of a row."""
    return RecordFacts(
        id=record.id,
        kind=record.kind,
        status=RecordStatus(record.status),
        name=record.decision_number or record.title or str(record.id),
        authority=record.authority,
        tier=Tier(record.tier) if record.tier else None,
        regime=record.regime,
        penalty_kinds=frozenset(PenaltyKind(kind) for kind in record.penalty_kinds),
        fine=record.fine,
        decided_on=record.decided_on,
        last_minimum_day=record.published_until_min,
        repairable_from=record.repairable_from,
        removed_on=record.removed_on,
        undefined=frozenset(Undefined(code) for code in record.attributes.get("undefined", ())),
    )
