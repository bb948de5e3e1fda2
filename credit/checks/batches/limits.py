"""Limits of batches besides those of `credit.checks.limits`."""

from datetime import timedelta

from credit.checks.limits import BATCH_ROWS_MAX
from service.tabular import Limits

FILE_BYTES_MAX = 64 * 1024 * 1024
"""Bytes of one workbook as it was sent."""
TABLE_LIMITS = Limits(rows_max=BATCH_ROWS_MAX, columns_max=100)
CUT_AT_ONCE_BYTES_MAX = 2 * 1024 * 1024
"""Files up to this many bytes are read before the start is answered, larger ones by a job."""
JOBS_PER_BATCH_MAX = 4
"""Workers that share one batch."""
UPLOAD_KEPT = timedelta(hours=24)
"""How long an uploaded file waits for the decision to start before it is deleted."""
REVIEW_ROWS_MAX = 100
"""Negative results shown, and confirmed, on one page."""
