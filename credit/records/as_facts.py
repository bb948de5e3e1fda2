"""Turns rows of the record table into the facts the evaluator sees."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from credit.records.models import RecordStatus
from credit.rules.facts import DECIDED_BY, Fact
from credit.rules.vocabulary import FactKind, Tier

COLUMNS = (
    "id", "subject_id", "kind", "status", "authority", "decision_number", "penalty_kinds", "fine",
    "confiscated", "decided_on", "published_on", "final_on", "sentence_end_on", "removed_on",
    "simple_procedure", "juvenile", "disputed", "tier", "published_until_max", "repairable_from",
    "retain_until", "attributes",
)  # fmt: skip
"""Columns of `Record` that make a fact; a query for facts selects just these."""

PUBLISHED_AT_MOST_UNTIL = "published_at_most_until"
RETAINED_AT_MOST_UNTIL = "retained_at_most_until"
"""Attributes of a record without a day of decision: ISO dates."""


def fact_of(row: Any, *, identity_unmatched: bool = False) -> Fact:
    """The fact a record states. `row` has the attributes named by `COLUMNS`.

    Where the day of the decision is unknown, the fact has none: whether it counts is asked of
    a human. The day of publication only says by when it was decided, and so for how long it
    can count at most.
    """
    amounts = [amount for amount in (row.fine, row.confiscated) if amount is not None]
    attributes: dict[str, Any] = dict(row.attributes)
    published_until, retain_until = row.published_until_max, row.retain_until
    at_most = attributes.pop(PUBLISHED_AT_MOST_UNTIL, None)
    kept_at_most = attributes.pop(RETAINED_AT_MOST_UNTIL, None)
    if row.decided_on is None and row.published_on is not None:
        attributes[DECIDED_BY] = row.published_on.isoformat()
        published_until = published_until or _day(at_most)
        retain_until = retain_until or _day(kept_at_most)
    act_id = attributes.pop("act_id", None)
    return Fact(
        record_id=row.id,
        kind=FactKind(row.kind),
        decided_on=row.decided_on or date.min,
        tier=Tier(row.tier) if row.tier else None,
        penalty_kinds=frozenset(row.penalty_kinds),
        amount=sum(amounts[1:], amounts[0]) if amounts else None,
        final_on=row.final_on,
        sentence_end_on=row.sentence_end_on,
        removed_on=row.removed_on,
        publicity_until=published_until,
        repairable_from=row.repairable_from,
        # An expired record is past retention on every day, whatever day was reckoned once.
        retain_until=date.min if row.status == RecordStatus.expired else retain_until,
        decision_number=row.decision_number or "",
        authority=row.authority,
        attributes=_frozen(attributes),
        act_id=None if act_id is None else str(act_id),
        repaired=row.status == RecordStatus.repaired,
        shielded=row.status == RecordStatus.shielded,
        revoked=row.status == RecordStatus.revoked,
        disputed=row.disputed,
        simple_procedure=row.simple_procedure,
        juvenile=row.juvenile,
        identity_unmatched=identity_unmatched,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _frozen(attributes: dict[str, Any]) -> Mapping[str, bool | int | str]:
    return MappingProxyType(
        {key: value for key, value in attributes.items() if isinstance(value, bool | int | str)}
    )
