"""What every paper keeps to. Each limit is tested at n and n+1."""

QR_CHARS_MAX = 504
"""Characters of the QR text: version 17 at level M, 85 modules, 0.4 mm each at 34 mm."""

UNBROKEN_CHARS_MAX = 28
"""Characters a run may have without a space before the page may break it.

Codes and our own numbers fit in: a place to break, once in a line, comes along when the
text is copied from the page.
"""

BROKEN_PART_CHARS = 10
"""Characters of each part of a longer run."""

NUMBER_DIGITS_MAX = 12
"""Digits of a number in a content: more than any table of points gives."""
