"""What every paper keeps to. Each limit is tested at n and n+1."""

QR_CHARS_MAX = 504
"""Characters of the QR text: version 17 at level M, 85 modules, 0.4 mm each at 34 mm."""

UNBROKEN_CHARS_MAX = 20
"""Characters a run may have without a space before the page may break it; codes fit in."""

BROKEN_PART_CHARS = 10
"""Characters of each part of a longer run."""
