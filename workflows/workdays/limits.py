"""Limits of what is imported into the calendar."""

FILE_BYTES_MAX = 256 * 1024
"""Largest calendar file, bytes: a notice has about forty days."""
DAYS_MAX = 120
"""Most exceptional days of one year."""
NAME_CHARS_MAX = 40
SOURCE_CHARS_MAX = 500
FAULTS_MAX = 100
"""Most faults of one file that are told at once."""
MOVED_SHOWN_MAX = 50
"""Most moved due days a page or the screen lists; the answer of the API holds `MOVED_KEPT_MAX`."""
MOVED_KEPT_MAX = 1000
COUNT_DAYS_MAX = 400
"""Most working days the calculator on the calendar page counts."""
