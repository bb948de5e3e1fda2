"""Every limit of an import, with its unit. Each is tested at n and n + 1."""

from service.tabular.limits import MEBIBYTE

IMPORT_FILE_BYTES_MAX = 512 * MEBIBYTE
"""Largest file taken in, bytes; what comes by HTTP is bounded by the request size before."""

BLOCK_ROWS = 1_000
"""Rows written in one transaction; so much is done again at most after a crash."""

ISSUE_ERRORS_MAX = 20
"""Most faults kept of one row."""

OTHER_NAMES_MAX = 20
"""Most further names kept of one subject."""

REFUSED_PAGE_ROWS = 1_000
"""Refused rows read from the database at a time while the download is written."""

EXACT_DIGITS_MAX = 15
"""Digits a spreadsheet keeps of a cell stored as a number."""

REASON_CHARS_MAX = 500
"""Longest reason of a manual decision, characters."""
