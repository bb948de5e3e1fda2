"""Limits of checks and batches."""

NAME_CHARS_MAX = 200
NUMBER_CHARS_MAX = 64
REFERENCE_CHARS_MAX = 200
NOTE_CHARS_MAX = 1000
RECORDS_PER_ANSWER_MAX = 500
RECHECKED_AT_ONCE_MAX = 200
"""Results corrected in the transaction of a change of records; a job does the rest."""
BATCH_ROWS_MAX = 200_000
"""Applicants in one workbook."""
CHUNK_ROWS = 1000
"""Applicants checked in one transaction."""
BATCH_ERRORS_SHOWN_MAX = 200
"""Faults of a workbook listed before anything starts; the rest is counted."""
