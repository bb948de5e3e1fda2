"""Limits of measures."""

NAME_CHARS_MAX = 100
CONTENT_CHARS_MAX = 1_000
URL_CHARS_MAX = 500
UNIT_CHARS_MAX = 200
BASES_MAX = 10
"""Legal bases of one measure."""
DOC_CHARS_MAX = 200
ARTICLE_CHARS_MAX = 100
TITLES_MAX = 50
"""Names of lists, honours or authorities in a target."""
REASON_CHARS_MAX = 500
FEEDBACK_CHARS_MAX = 2_000
TERM_MONTHS_MAX = 60
"""Five years: no record is kept longer for its own sake (Zhejiang Art. 16)."""
SUBJECTS_AT_ONCE = 500
"""Subjects looked at in one transaction of the daily look."""
LOOK_EVERY_SECONDS = 3_600
"""An expired measure leaves the figures within the hour; answers leave it out at once."""
