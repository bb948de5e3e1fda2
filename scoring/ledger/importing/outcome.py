"""How a row ends. Each row counts exactly once: rows = accepted + waiting + unchanged + refused."""

from enum import StrEnum


class Outcome(StrEnum):
    """The four ends of a row, by the names of the columns that count them."""

    accepted = "accepted"
    """Its award is in the ledger."""
    waiting = "waiting"
    """Taken, and awaiting a second person."""
    unchanged = "unchanged"
    """There already: the member has points for the same event, or the very same file held the row
    and it was taken then."""
    refused = "refused"
    """Nothing was written; it is to be corrected."""
