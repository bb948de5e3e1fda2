"""Limits of previews."""

LAST_DEFAULT = 1000
"""Checks a preview looks back over when nobody says how many."""
LAST_MAX = 10_000
"""Most checks one preview looks back over."""
BLOCK_CHECKS = 500
"""Checks evaluated in one transaction."""
NAME_CHARS_MAX = 200
"""Longest name of a draft file that is kept, characters."""
PAGE_ROWS = 50
"""Changes shown on one page."""
ITEMS_SHOWN_MAX = 20
"""Items of the table drawn in the picture, those that change most; the table lists all."""
