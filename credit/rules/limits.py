"""Limits of a rule file. A file beyond one of them is refused with its name and the number."""

FILE_BYTES_MAX = 1024 * 1024
"""Largest rule file, bytes."""
DEPTH_MAX = 12
"""Deepest nesting of lists and mappings in a rule file."""
TABLES_MAX = 50
"""Most tables one file may hold (one per document and purpose)."""
ITEMS_MAX = 500
"""Most items in one table."""
BANDS_MAX = 100
"""Most bands in one item."""
TEXT_LENGTH_MAX = 2000
"""Longest text of one key, characters."""
CODE_LENGTH_MAX = 40
"""Longest code of a table or an item, characters."""
MONTHS_MAX = 1200
"""Longest look-back window, months (a hundred years)."""
POINTS_MAX = 100_000
"""Largest number of points, either way."""
POINTS_DECIMALS_MAX = 2
"""Most decimal places of points."""
STEPS_TRIED_MAX = 24
"""Most records each of whose repair is tried by itself, and told of by its number; of more, all
together are tried, and counted."""
TABLES_CACHED_MAX = 256
"""Most tables a process keeps ready for use."""
FAULTS_MAX = 200
"""Most faults of one file that are told at once."""
