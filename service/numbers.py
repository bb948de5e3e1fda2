"""Numbers people write down: they carry the day, cannot be guessed, and notice a slip of the pen.

A prefix of two letters, the date, ten random characters and a check character, e.g.
`XH20261123-7K3M9PQR2T-W`. The alphabet leaves out characters that look alike.
"""

import os
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
RANDOM_CHARS = 10
"""32^10 numbers a day: guessing one is hopeless."""
PREFIX_CHARS = 2

_FROM_BYTE = (ALPHABET * 8).encode("ascii")
"""Each of the 32 characters for 8 of the 256 bytes, so that all are equally likely."""
_DAY_CHARS = 8
_FIELD = 0x25
"""x^5 + x^2 + 1: with it the 32 characters are the elements of a field."""
_TIMES_X = tuple((value << 1) ^ (_FIELD if value & 16 else 0) for value in range(len(ALPHABET)))
_OF_BODY = {char: value for value, char in enumerate(ALPHABET)}


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of one kind of thing, told apart by their prefix."""

    prefix: str
    """Two letters."""

    def new(self, day: date) -> str:
        """A fresh number for a thing made on that day."""
        return self.many(day, 1)[0]

    def many(self, day: date, count: int) -> list[str]:
        """So many fresh numbers for things made on that day, their chance drawn in one piece."""
        stamp, total = _begun(day)
        drawn = os.urandom(RANDOM_CHARS * count).translate(_FROM_BYTE).decode("ascii")
        starts = range(0, len(drawn), RANDOM_CHARS)
        bodies = [drawn[start : start + RANDOM_CHARS] for start in starts]
        return [f"{self.prefix}{stamp}-{body}-{_closed(total, body)}" for body in bodies]

    def tidy(self, text: str) -> str | None:
        """A number as people type it in its proper form, or None when it cannot be one."""
        plain = "".join(char for char in text.upper() if char.isascii() and char.isalnum())
        expected = PREFIX_CHARS + _DAY_CHARS + RANDOM_CHARS + 1
        if len(plain) != expected or not plain.startswith(self.prefix):
            return None
        day, body, check = plain[2:10], plain[10:-1], plain[-1]
        if not day.isdigit() or any(char not in ALPHABET for char in body + check):
            return None
        return (
            f"{self.prefix}{day}-{body}-{check}" if _closed(_sum_of(day), body) == check else None
        )


@lru_cache(maxsize=8)
def _begun(day: date) -> tuple[str, int]:
    """The date as it stands in numbers, and what it comes to in the check character."""
    stamp = f"{day:%Y%m%d}"
    return stamp, _sum_of(stamp)


def _sum_of(stamp: str) -> int:
    total = 0
    for char in stamp:
        total = _TIMES_X[total] ^ int(char)
    return total


def _closed(total: int, body: str) -> str:
    """The check character of a date that comes to `total` and of random characters.

    Each place is weighed by another power of x in GF(32), so that one wrong character
    always shows, and so do any two characters that changed places within the date or
    within the rest.
    """
    for char in body:
        total = _TIMES_X[total] ^ _OF_BODY[char]
    return ALPHABET[_TIMES_X[total]]
