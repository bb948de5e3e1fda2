"""Limits of the ledger."""

EVIDENCE_CHARS_MAX = 500
"""Longest words of evidence, characters."""
REASON_CHARS_MAX = 200
"""Longest reason of a refusal or a reversal, characters."""
EVENT_ID_CHARS_MAX = 64
MEMBER_NUMBER_CHARS_MAX = 64
DONE_DAYS_AGO_MAX = 366
"""How long ago a deed may be that is entered today, days."""
REFUND_DAYS_MIN = 30
"""How long points that are given back can be spent at least, days."""
SPEND_POINTS_MAX = 10_000_000
"""Most points one redemption may take: as many of the dearest goods as one order may hold."""
EXPIRE_LOTS_MAX = 1_000
"""Lots expired in one transaction."""
EXPIRE_EVERY_SECONDS = 3600
STATEMENT_ENTRIES_MAX = 2_000
"""Most entries one statement lists; a longer time is asked for in parts."""
STATEMENT_DAYS_MAX = 366
"""Longest time one statement covers, days."""
WRONG_SHOWN_MAX = 20
"""Most wrong rows of one kind that a verification names; all of them are counted."""
