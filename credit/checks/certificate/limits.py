"""How much one certificate may hold. Each limit is tested at n and n+1."""

FACTS_MAX = 200
"""Lines of the facts table; some 25 pages, far beyond any subject seen."""

STATEMENTS_MAX = 50
"""Sentences in each list below the table (counterfactuals, remedies, notes)."""

TEXT_CHARS_MAX = 2_000
"""Characters of any one printed text."""

SLIP_NAME_CHARS_MAX = 24
"""Characters of the masked name repeated in the QR; the digest covers the whole of it."""

QR_CHARS_MAX = 504
"""Characters of the QR text: version 17 at level M, 85 modules, 0.4 mm each at 34 mm."""

UNBROKEN_CHARS_MAX = 20
"""Characters a run may have without a space before the page may break it; codes fit in."""

BROKEN_PART_CHARS = 10
"""Characters of each part of a longer run."""
