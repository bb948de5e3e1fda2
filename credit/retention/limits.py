"""Limits of the retention."""

RECORDS_AT_ONCE = 200
"""Records that leave in one transaction."""
CHECKS_AT_ONCE = 2_000
"""Checks whose names and numbers are erased in one transaction."""
FILES_AT_ONCE = 20
"""Imports or batches whose files are destroyed in one transaction; a file may have 64 MB."""
MONTHS_SHOWN = 12
"""Months ahead the picture of the page shows."""
LIST_ROWS = 50
RUNS_SHOWN = 10
