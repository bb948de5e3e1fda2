"""Every limit of an import of awards, with its unit. Each is tested at n and n + 1."""

from datetime import timedelta

from service.tabular.limits import MEBIBYTE

FILE_BYTES_MAX = 512 * MEBIBYTE
"""Largest file taken in, bytes; what comes by HTTP is bounded by the request size before."""

BLOCK_ROWS = 1_000
"""Rows written in one transaction; so much is done again at most after a crash."""

REFUSED_PAGE_ROWS = 1_000
"""Refused rows read from the database at a time while the download is written."""

ISSUE_ROWS_SHOWN = 100
"""Refused rows shown on one page."""

IMPORTS_LISTED_MAX = 50
"""Imports on one page, newest first."""

CELLS_KEPT_CHARS_MAX = 20_000
"""Longest row kept as it was sent, characters; the rest of a longer one is cut."""

PARSED_CACHE_ENTRIES = 4_096
"""Quantities and days remembered while reading; they repeat from row to row."""

AWARDS_KEPT_MAX = 10_000
"""Answers to “what does so much of this item earn” kept while an import runs."""

NUMBER_CHARS_MAX = 20
"""Longest text taken for a number, characters."""

REFUSED_KEPT = timedelta(days=90)
"""How long the cells of refused rows are kept for correcting."""

FORGET_EVERY_SECONDS = 24 * 3600
