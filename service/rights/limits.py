"""Limits of what is told at once."""

OVERVIEW_ITEMS = 3
"""Newest things of each part on the overview."""
PAGE_ITEMS = 100
"""Newest things of each part on the page of everything held."""
EXPORT_ITEMS_MAX = 10_000
"""Things of each part in one export; what is beyond is counted and named as left out."""
LOOKS_SHOWN = 5
"""Newest look-ups on the overview."""
LOOKS_PER_PAGE = 30
"""Look-ups on a page of the log."""
MONTHS_SHOWN = 12
WHY_CHARS_MAX = 200
DISPLAY_NAME_CHARS_MAX = 40
