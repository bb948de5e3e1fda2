"""Limits of what is said about a case."""

REASON_CHARS_MAX = 1000
ITEMS_MAX = 20
ITEM_CHARS_MAX = 200
BULK_CASES_MAX = 200
"""Cases one bulk action may name."""
RECORDS_PER_CASE_MAX = 100
KEY_CHARS_MAX = 160
"""Longest idempotency key of an event: a caller's key and the number of a case."""
EVENTS_SHOWN_MAX = 200
"""Events a page or an answer tells of, newest last."""
COUNT_MAX = 999
"""Counts on home pages stop here: nobody needs more, and counting stays cheap."""
