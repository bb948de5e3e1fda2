"""The dates of a record: how long it is published, from when it can be repaired, how long kept.

Months are counted as the Civil Code counts them (Art. 201, 202): the first day is not
counted, the period ends on the same numbered day, or on the month's last day where there
is none. An end of publicity is not moved to the next working day: that would burden the
subject. All dates are inclusive last days, except `repairable_from`, the first possible day.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from credit.records.tier_tables import Retention, TierTable
from credit.rules.vocabulary import PenaltyKind, Tier
from service.months import add_months


class Undefined(StrEnum):
    """Why a date is not defined."""

    DECISION_DATE_UNKNOWN = "decision-date-unknown"
    PUBLICATION_DATE_UNKNOWN = "publication-date-unknown"
    NOT_PUBLISHED = "not-published"
    """The tier is not published in principle; `published_until_max` still bounds an exception."""
    NO_EARLY_STOP = "no-early-stop"
    """The rule allows no repair before the period ends."""
    STILL_LISTED = "still-listed"
    """Kept until the subject leaves the list (Zhejiang Art. 16)."""
    BEYOND_CALENDAR = "beyond-calendar"


@dataclass(frozen=True, slots=True)
class RecordDays:
    """The days a record is counted from; None is a day nobody has told us."""

    decided_on: date | None
    """Day of the determining document (认定之日)."""
    published_on: date | None = None
    sentence_end: date | None = None
    """Last day of an imprisonment; retention runs from there."""
    listed: bool = False
    """True for an entry in a list, which is kept until removal at least."""
    removed_on: date | None = None


@dataclass(frozen=True, slots=True)
class PublicityDates:
    """The dates of one record; a date that is None has its reason in `undefined`."""

    published_until_min: date | None
    published_until_max: date | None
    repairable_from: date | None
    retain_until: date | None
    undefined: tuple[Undefined, ...] = ()


def publicity(
    days: RecordDays,
    tier: Tier,
    table: TierTable,
    retention: Retention,
    kinds: frozenset[PenaltyKind] = frozenset(),
) -> PublicityDates:
    """All dates of a record by its tier and the tables in force.

    The periods run from the decision (Order 36) or from publication (SAMR Order 45), as the
    table says. `kinds` are the penalty's; some regimes allow no early stop for some of them.
    """
    kept, why_kept = _retain_until(days, retention)
    if days.decided_on is None:
        reasons = dict.fromkeys((Undefined.DECISION_DATE_UNKNOWN, *why_kept))
        return PublicityDates(None, None, None, kept, tuple(reasons))
    start = days.decided_on if table.starts == "decision" else days.published_on
    if start is None:
        reasons = dict.fromkeys((Undefined.PUBLICATION_DATE_UNKNOWN, *why_kept))
        return PublicityDates(None, None, None, kept, tuple(reasons))
    found = _period(start, tier, table)
    undefined = (*found.undefined, *why_kept)
    if kinds & table.never_early:
        found = replace(found, repairable_from=None)
        undefined = (*undefined, Undefined.NO_EARLY_STOP)
    return replace(found, retain_until=kept, undefined=undefined)


def _period(start: date, tier: Tier, table: TierTable) -> PublicityDates:
    period = table.periods[tier]
    try:
        last_max_day = add_months(start, period.max_months)
        last_min_day = add_months(start, period.min_months) if period.min_months else None
        # 期满后: the day after the last day of the minimum; without a minimum at once.
        first_day = last_min_day + timedelta(days=1) if last_min_day else start
    except OverflowError:
        return PublicityDates(None, None, None, None, (Undefined.BEYOND_CALENDAR,))
    undefined = () if period.published else (Undefined.NOT_PUBLISHED,)
    return PublicityDates(last_min_day, last_max_day, first_day, None, undefined)


def _retain_until(
    days: RecordDays, retention: Retention
) -> tuple[date | None, tuple[Undefined, ...]]:
    """Five years from determination or from the end of the sentence, longer while listed."""
    start = days.sentence_end or days.decided_on
    if start is None:
        return None, (Undefined.DECISION_DATE_UNKNOWN,)
    try:
        last_day = add_months(start, retention.months)
    except OverflowError:
        return None, (Undefined.BEYOND_CALENDAR,)
    if not days.listed:
        return last_day, ()
    if days.removed_on is None:
        return None, (Undefined.STILL_LISTED,)
    return max(last_day, days.removed_on), ()
