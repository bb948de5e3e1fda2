"""Limits of the audit trail."""

ENTRY_BYTES_MAX = 65_536
"""Longest canonical content of one entry, bytes; details are references, not documents."""
ENTRIES_PER_BLOCK_MAX = 10_000
"""Entries sealed by one signature; an inclusion proof then has at most 14 steps."""
FINDINGS_LISTED_MAX = 1_000
"""Findings a report lists one by one; further ones are counted only."""
ROWS_PER_PAGE = 10_000
"""Rows a verification holds in memory at a time."""
HEADS_TAIL_BYTES = 65_536
"""Bytes read from the end of a heads file to find its newest whole line."""
LIST_ROWS = 50
"""Entries on one page of a list."""
SEEN_ROWS_MAX = 20_000
"""Newest entries looked at for the values a filter offers."""
EXPORT_ROWS_MAX = 100_000
"""Entries in one exported file; a longer period is exported in parts."""
STREAM_ROWS = 1_000
"""Entries of an export held in memory at a time."""
FINDINGS_KEPT_MAX = 100
"""Findings kept in the entry that tells of a verification; further ones are counted only."""
VERIFICATIONS_LISTED = 10
REFERENCE_CHARS_MAX = 128
"""Longest reference of an object that can be looked for."""
MONTHS_AHEAD = 6
"""Months for which the trails' tables have a part before it is needed."""
MONTHS_AHEAD_LEAST = 2
"""With fewer than so many, somebody has to look why no parts are made."""
PARTS_LOCK_SECONDS = 3
"""Longest wait of the making or removing of a part for its lock; it comes again later."""
BLOCKS_RETIRED_AT_ONCE = 10
"""Blocks whose entries leave in one transaction: a hundred thousand entries at most."""
