"""Limits of a catalogue. What is beyond one of them is refused with its name and the number."""

FILE_BYTES_MAX = 1024 * 1024
"""Largest catalogue file, bytes."""
DEPTH_MAX = 8
"""Deepest nesting of lists and mappings in a catalogue file."""
DIMENSIONS_MAX = 30
ITEMS_MAX = 1000
"""Most items of one catalogue."""
TIERS_MAX = 50
"""Most tiers of one item."""
CHOICES_MAX = 20
"""Most points to choose from for one item."""
STARS_MAX = 10
NAME_CHARS_MAX = 120
TEXT_CHARS_MAX = 1000
"""Longest description, basis or source, characters."""
CODE_CHARS_MAX = 40
POINTS_MAX = 100_000
"""Most points of one item, one cap or one tier, either way."""
QUANTITY_MAX = 1_000_000
"""Largest quantity of one entry, in the item's unit."""
QUANTITY_DECIMALS_MAX = 2
AWARD_POINTS_MAX = 1_000_000
"""Most points one entry may be worth before caps, either way; the ledger keeps 32-bit numbers."""
MONTHS_MAX = 120
"""Longest life of points, months."""
FAULTS_MAX = 200
"""Most faults of one catalogue that are told at once."""
CSV_BYTES_MAX = 8 * 1024 * 1024
"""Largest table of rules that is turned into a draft, bytes."""
CSV_ROWS_MAX = 5_000
"""Most rows of such a table; read while the manager waits."""
TABLES_CACHED_MAX = 64
"""Most catalogues a process keeps ready for use."""
HISTORY_MAX = 50
"""Most versions the page lists."""
