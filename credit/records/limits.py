"""Every limit of reading records, with its unit. Each is tested at n and n + 1."""

CELL_MAX_CHARS = 10_000
"""Longest text a column may declare, in characters; the longest official one is 5,000 (CF_SY)."""

FEED_COLUMNS_MAX = 100
"""Most columns one feed may describe."""

HEADERS_PER_COLUMN_MAX = 20
"""Most spellings of one column's header."""

DECISION_NUMBERS_MAX = 200
"""Most decision numbers one title may stand for; a wider range is a typing error."""

TITLE_MAX_CHARS = 500
"""Longest title searched for decision numbers, in characters."""

AMOUNT_TEXT_MAX_CHARS = 4_000
"""Longest sentence searched for amounts, in characters (the official length of CF_NR)."""

AMOUNT_MAX_YUAN = 1_000_000_000_000
"""Largest amount taken as real, in yuan; the largest penalties on record are near 2 * 10**10."""

NATURAL_KEY_PART_MAX_CHARS = 500
"""Longest part of a natural key, in characters."""

PARSER_CACHE_ENTRIES = 16_384
"""Values each parser remembers; dates, kinds and authorities repeat from row to row."""

SENTENCE_CACHE_ENTRIES = 1_024
"""Long texts remembered; at most 8 MB for each cache, however varied the file."""

FIELD_SETS_KEPT = 1_024
"""Sets of filled fields whose order is remembered; rows of one file fill the same few."""
