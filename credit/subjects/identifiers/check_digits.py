"""The three check characters: GB 11643, GB 32100 and GB 11714.

They run several times for every row of a file, so each sum is taken over bytes, without a
Python loop.
"""

from operator import mul
from typing import Final

USCC_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100-2015: digits and capitals without I, O, S, V, Z."""

_BASE_36: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_USCC_VALUES: Final = bytes.maketrans(USCC_ALPHABET.encode(), bytes(range(31)))
_BASE_36_VALUES: Final = bytes.maketrans(_BASE_36.encode(), bytes(range(36)))

_USCC_WEIGHTS: Final = tuple(pow(3, place, 31) for place in range(17))
_ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
_RESIDENT_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_RESIDENT_CHECKS: Final = "10X98765432"


def resident_check(body: str) -> str:
    """The 18th character for 17 ASCII digits (GB 11643, ISO 7064 MOD 11-2)."""
    values = body.encode("ascii").translate(_BASE_36_VALUES)
    return _RESIDENT_CHECKS[sum(map(mul, _RESIDENT_WEIGHTS, values)) % 11]


def uscc_check(body: str) -> str:
    """The 18th character for 17 characters of the credit code's alphabet (GB 32100)."""
    values = body.encode("ascii").translate(_USCC_VALUES)
    return USCC_ALPHABET[-sum(map(mul, _USCC_WEIGHTS, values)) % 31]


def organisation_check(body: str) -> str:
    """The ninth character for the eight ASCII letters or digits of a GB 11714 code."""
    values = body.encode("ascii").translate(_BASE_36_VALUES)
    return "0123456789X"[-sum(map(mul, _ORGANISATION_WEIGHTS, values)) % 11]
