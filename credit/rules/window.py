"""From which day to which day a fact counts under an item."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import service.months
from credit.rules.facts import Fact
from credit.rules.reasons import Reason
from credit.rules.vocabulary import CountsFrom

ONE_DAY = timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """The last day of a period of months that began on `day`, at the latest the last there is."""
    try:
        return service.months.add_months(day, months)
    except OverflowError:
        return date.max


@dataclass(frozen=True)
class Term:
    """How long facts of at most so many points count."""

    months: int
    points_up_to: Decimal | None = None
    """Points, as a positive number and before any doubling; None: all greater ones."""


@dataclass(frozen=True)
class Window:
    """A look-back window: a term from some day, or as long as something lasts."""

    start: CountsFrom
    terms: tuple[Term, ...] = ()
    """In ascending order of points; one open term when the length does not depend on points."""

    def months_for(self, points: Decimal) -> int:
        """Length of the window of a fact with these points, months."""
        for term in self.terms:
            if term.points_up_to is None or abs(points) <= term.points_up_to:
                return term.months
        return 0


@dataclass(frozen=True)
class Span:
    """The days a fact counts on, both inclusive; `last` None: no end is known."""

    first: date
    last: date | None
    after: Reason
    """Why it does not count after `last`."""
    before: Reason = Reason.NOT_YET_DECIDED
    """Why it does not count before `first`."""

    def reason_on(self, day: date) -> Reason | None:
        """None when the fact counts on that day, else why it does not."""
        if day < self.first:
            return self.before
        return self.after if self.last is not None and day > self.last else None

    def until(self, day: date | None, reason: Reason) -> "Span":
        """The span cut off after `day`."""
        if day is None or (self.last is not None and self.last <= day):
            return self
        return Span(self.first, day, reason, self.before)


def span(window: Window, fact: Fact, points: Decimal, *, final_required: bool) -> Span | Reason:
    """The days on which `fact` counts, or the reason why it never does.

    For an undated fact these are the days on which it may count: a human must find its day.
    """
    first, before = fact.decided_on, Reason.NOT_YET_DECIDED
    if final_required or window.start is CountsFrom.FINAL:
        if fact.known_not_final:
            return Reason.NOT_FINAL
        if fact.final_on is not None and fact.final_on > first:
            first, before = fact.final_on, Reason.NOT_FINAL
    match window.start:
        case CountsFrom.CURRENT:
            removed = fact.removed_on
            last, after = removed and removed - ONE_DAY, Reason.REMOVED
        case CountsFrom.RETAINED:
            last, after = None, Reason.EXPIRED
        case CountsFrom.PUBLISHED:
            if fact.publicity_until is None and not fact.undated:
                return Reason.NOT_PUBLISHED
            last, after = fact.publicity_until, Reason.NOT_PUBLISHED
        case _:
            last, after = _term_end(window, fact, points), Reason.OUTSIDE_LOOK_BACK
    return Span(first, last, after, before).until(fact.retain_until, Reason.EXPIRED)


def _term_end(window: Window, fact: Fact, points: Decimal) -> date | None:
    origin = {
        CountsFrom.DECISION: fact.decided_by,
        CountsFrom.FINAL: fact.final_on or fact.decided_by,
        CountsFrom.SENTENCE_END: fact.sentence_end_on,
    }[window.start]
    return None if origin is None else add_months(origin, window.months_for(points))
