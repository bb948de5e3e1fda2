"""The limits on what is read as an identifier, each with its unit in its name."""

INPUT_CHARS_MAX = 100
"""Longest text looked at, before spaces and the like are taken out."""

PASSPORT_CHARS_MIN = 5
"""Shortest passport number; issuing states choose their own, none known is shorter."""

PASSPORT_CHARS_MAX = 20
"""Longest passport number stored."""

PASSPORT_GUESS_CHARS_MIN = 6
PASSPORT_GUESS_CHARS_MAX = 9
"""Only a text of this many characters is taken for a passport without being told so: nine is
the width of the document number in a machine-readable passport (ICAO Doc 9303-4)."""

BIRTH_YEAR_MIN = 1800
"""Earliest birth year read; the sample in GB 11643 was born in 1880."""
