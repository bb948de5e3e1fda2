"""Limits of oversight."""

from datetime import timedelta

WRITTEN_WITHIN = timedelta(hours=1)
"""How long an entry of the query log may be on its way: its id tells when it was made, and it is
seen when its transaction commits."""
DAYS_BACK_MAX = 31
"""Days the first look goes back; later ones go on from the last day looked through."""
WATCH_EVERY_SECONDS = 900
SAMPLE_EVERY_SECONDS = 6 * 3600
SAMPLES_BACK_MONTHS = 12
"""Months behind for which a sample is still drawn."""
ALARMS_SHOWN = 50
DAYS_SHOWN = 14
"""Days in the picture of look-ups."""
OPERATORS_SHOWN = 12
REASON_CHARS_MAX = 500
TEXT_CHARS_MAX = 5_000
TITLE_CHARS_MAX = 200
NAME_CHARS_MAX = 100
FILE_BYTES_MAX = 20 * 1024 * 1024
"""A signed report as a scan."""
