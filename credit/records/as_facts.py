"""Turns rows of the record table into the facts the evaluator sees."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from credit.records.models import RecordStatus
from credit.rules.facts import Fact
from credit.rules.vocabulary import FactKind, Tier

COLUMNS = (
    "id", "subject_id", "kind", "status", "authority", "decision_number", "penalty_kinds", "fine",
    "confiscated", "decided_on", "published_on", "final_on", "sentence_end_on", "removed_on",
    "simple_procedure", "juvenile", "disputed", "tier", "published_until_max", "repairable_from",
    "retain_until", "attributes",
)  # fmt: skip
"""Columns of `Record` that make a fact; a query for facts selects just these."""


def fact_of(row: Any, *, identity_unmatched: bool = False) -> Fact:
    """The fact a record states. `row` has the attributes named by `COLUMNS`.

    Where the day of the decision is unknown, the day of publication stands in for
    it, which is later and so never in the subject's disfavour as to when it counts
    from; the attribute `date_unknown` tells a human.
    """
    decided_on: date | None = row.decided_on or row.published_on
    amounts = [amount for amount in (row.fine, row.confiscated) if amount is not None]
    attributes: dict[str, Any] = dict(row.attributes)
    if row.decided_on is None:
        attributes["date_unknown"] = True
    act_id = attributes.pop("act_id", None)
    return Fact(
        record_id=row.id,
        kind=FactKind(row.kind),
        decided_on=decided_on or date.min,
        tier=Tier(row.tier) if row.tier else None,
        penalty_kinds=frozenset(row.penalty_kinds),
        amount=sum(amounts[1:], amounts[0]) if amounts else None,
        final_on=row.final_on,
        sentence_end_on=row.sentence_end_on,
        removed_on=row.removed_on,
        publicity_until=row.published_until_max,
        repairable_from=row.repairable_from,
        # An expired record is past retention on every day, whatever day was reckoned once.
        retain_until=date.min if row.status == RecordStatus.expired else row.retain_until,
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


def _frozen(attributes: dict[str, Any]) -> Mapping[str, bool | int | str]:
    return MappingProxyType(
        {key: value for key, value in attributes.items() if isinstance(value, bool | int | str)}
    )
