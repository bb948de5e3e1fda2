"""Whether a record, and a measure applied because of it, still stands on a day. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from credit.measures.target import Target
from credit.measures.vocabulary import LiftedWhy, MeasureState
from credit.records.as_facts import PUBLISHED_AT_MOST_UNTIL, RETAINED_AT_MOST_UNTIL
from credit.records.models import RecordStatus
from credit.rules.vocabulary import FactKind, Tier

BY_STATUS = {
    RecordStatus.repaired: LiftedWhy.repair,
    RecordStatus.shielded: LiftedWhy.shielded,
    RecordStatus.revoked: LiftedWhy.revoked,
    RecordStatus.expired: LiftedWhy.expiry,
}


@dataclass(frozen=True, slots=True)
class InForce:
    """What of a measure decides whether it stands."""

    id: int
    state: str
    valid_from: date
    valid_to: date | None
    target: Target

    def covers(self, day: date) -> bool:
        """Whether it may be applied on a day."""
        return (
            self.state == MeasureState.active
            and self.valid_from <= day
            and (self.valid_to is None or day <= self.valid_to)
        )


def lapse_of_record(record: Any, day: date) -> LiftedWhy | None:
    """Why a record carries no measure on a day; None while it may.

    An honour carries one until its term is over. Any other record does while it is published:
    never one under objection, of a simple procedure or of a juvenile, nor one past its
    publicity or its retention, and a list entry until its removal. A minor one is not published
    in principle (Order 36), so it carries nothing.
    """
    if record.status in BY_STATUS:
        return BY_STATUS[RecordStatus(record.status)]
    if record.disputed:
        return LiftedWhy.objection
    if record.kind != FactKind.HONOUR and _off_list(record, day):
        return LiftedWhy.removed
    if record.juvenile or (record.kind != FactKind.HONOUR and _slight(record)):
        return LiftedWhy.changed
    return LiftedWhy.expiry if _past(last_day_of(record), day) else None


def _off_list(record: Any, day: date) -> bool:
    return record.removed_on is not None and record.removed_on <= day


def _slight(record: Any) -> bool:
    return bool(record.simple_procedure or record.tier == Tier.MINOR)


def last_day_of(record: Any) -> date | None:
    """The last day on which a record can carry a measure, as far as it is known."""
    if record.kind == FactKind.HONOUR:
        found: date | None = record.valid_until
        return found
    at_most = record.attributes.get
    ends = (
        record.published_until_max or _day(at_most(PUBLISHED_AT_MOST_UNTIL)),
        record.retain_until or _day(at_most(RETAINED_AT_MOST_UNTIL)),
    )
    return min((end for end in ends if end is not None), default=None)


def lapse_of(
    measure: InForce,
    record: Any,
    subject_kind: str,
    standing_kinds: Collection[str],
    day: date,
    *,
    until: date | None = None,
) -> LiftedWhy | None:
    """Why a measure does not stand because of a record on a day; None while it does.

    `standing_kinds` are the kinds of all records of the subject that stand that day; `until`
    is the last day of a term that was set when the measure was confirmed.
    """
    by_record = lapse_of_record(record, day)
    if by_record is not None:
        return by_record
    if not measure.covers(day):
        return LiftedWhy.ended
    if not measure.target.speaks_of(record, subject_kind):
        return LiftedWhy.changed
    if not measure.target.without.isdisjoint(standing_kinds):
        return LiftedWhy.outweighed
    return LiftedWhy.term if _past(until, day) else None


def _past(last: date | None, day: date) -> bool:
    return last is not None and last < day


def _day(told: str | None) -> date | None:
    return date.fromisoformat(told) if told else None
