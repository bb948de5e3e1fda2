"""Limits of the retention."""

from datetime import timedelta

RECORDS_AT_ONCE = 200
"""Records that leave in one transaction."""
CHECKS_AT_ONCE = 2_000
"""Checks whose names and numbers are erased in one transaction."""
AUTHORISATIONS_AT_ONCE = 100
"""Authorisations whose name and scan are erased in one transaction; a scan may have 10 MB."""
FILES_AT_ONCE = 20
"""Imports or batches whose files are destroyed in one transaction; a file may have 64 MB."""
MESSAGES_AT_ONCE = 2_000
"""Messages that are deleted in one transaction."""
MONTHS_SHOWN = 12
"""Months ahead the picture of the page shows."""
LIST_ROWS = 50
RUNS_SHOWN = 10
RUN_AGE_MAX = timedelta(days=1)
"""A run of yesterday is in order: that of today may be yet to come."""
