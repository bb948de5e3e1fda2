"""Limits of queries and authorisations."""

from datetime import timedelta

SUBJECTS_MAX = 10_000
"""Subjects in one call."""
BLOCK_SUBJECTS = 500
"""Subjects answered and logged in one transaction."""
BODY_BYTES_MAX = 8 * 1024 * 1024
"""Largest JSON body of a call: as many subjects as may be, with long names."""
FILE_BYTES_MAX = 8 * 1024 * 1024
"""Largest workbook of subjects."""
CODE_CHARS_MAX = 64
"""Longest purpose, data category or number."""
PURPOSES_MAX = 20
"""Purposes of one authorisation."""
AUTHORISED_MAX = timedelta(days=366)
"""Longest time an authorisation may run; a longer one is no informed consent any more."""
REASON_CHARS_MAX = 500
SCAN_BYTES_MAX = 10 * 1024 * 1024
"""Largest scan of a signed authorisation."""
PUBLIC_WINDOW = timedelta(minutes=10)
PUBLIC_PER_ADDRESS_MAX = 60
"""Public queries of one network address within the window; an office shares one."""
PUBLIC_DAY = timedelta(days=1)
PUBLIC_PER_ADDRESS_DAY_MAX = 500
"""The same within a day."""
NAME_TAIL_CHARS = 4
"""Last characters of the code that go with a full name in a public query."""
SHOWN_AGAIN = timedelta(minutes=15)
"""So long a page that is loaded again shows the answer that was given; then it is asked anew."""
PASTED_CHARS_MAX = 600_000
"""Longest pasted list."""
