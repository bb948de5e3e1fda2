"""Which area codes can be told apart from nonsense.

Only the province is looked at. An area code is the place of first registration and stays in a
number for life, through every merger and renaming of counties, so a list of today's counties
would doubt numbers that are right.
"""

from typing import Final

_PROVINCE_RANGES: Final = (
    (11, 15),
    (21, 23),
    (31, 37),
    (41, 46),
    (50, 54),
    (61, 65),
    (71, 71),
    (81, 82),
)

PROVINCES: Final = frozenset(
    str(code) for first, last in _PROVINCE_RANGES for code in range(first, last + 1)
)
"""First two digits of GB/T 2260 codes; stable since Chongqing (50) in 1997."""

NATIONAL: Final = "100000"
"""The area of bodies registered with a national authority (GB 32100)."""


def is_known_area(code: str) -> bool:
    """Whether a six-character code is made of digits and lies in a known province."""
    return code.isdigit() and (code[:2] in PROVINCES or code == NATIONAL)
