"""Limits of a council's pack."""

REVERSALS_MAX = 200
"""Reversals told one by one; the sums hold all of them."""
OBJECTIONS_MAX = 200
REASON_CHARS_MAX = 120
"""Characters of a reason on paper; the workbook has all of it."""
MONTHS_OFFERED = 12
"""Months the page offers, the latest first."""
