"""How a row ends, and the counts of an import. Each row counts exactly once."""

from collections import Counter
from enum import StrEnum


class Outcome(StrEnum):
    """The five ends of a row; rows = the sum of all five.

    A refused row changed nothing and must be corrected. A row whose record is on file with
    the same content is unchanged. Of the rest, one with any doubt is flagged (its record is
    stored or amended all the same, unless the doubt is that the row is out of date), one
    without is accepted (new) or updated (on file with other content).
    """

    accepted = "accepted"
    updated = "updated"
    unchanged = "unchanged"
    flagged = "flagged"
    refused = "refused"


Counts = Counter[Outcome]


def settled(outcome: Outcome, *, doubted: bool) -> Outcome:
    """The outcome of a row whose record was written, with or without doubts."""
    return Outcome.flagged if doubted else outcome
