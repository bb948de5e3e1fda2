"""Numbers of checks: they carry the day, cannot be guessed, and notice a slip of the pen.

`XH` (Xihu), the date, ten random characters and a check character, e.g.
`XH20261123-7K3M9PQR2T-W`. The alphabet leaves out characters that look alike.
"""

import secrets
from datetime import date

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
RANDOM_CHARS = 10
"""32^10 numbers a day: guessing one is hopeless."""
PREFIX = "XH"


def new_number(day: date) -> str:
    """A fresh number for a check made on that day."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_CHARS))
    return f"{PREFIX}{day:%Y%m%d}-{body}-{_check_character(f'{day:%Y%m%d}{body}')}"


def tidy_number(text: str) -> str | None:
    """A number as people type it in its proper form, or None when it cannot be one."""
    plain = "".join(char for char in text.upper() if char.isascii() and char.isalnum())
    expected = len(PREFIX) + 8 + RANDOM_CHARS + 1
    if len(plain) != expected or not plain.startswith(PREFIX):
        return None
    day, body, check = plain[2:10], plain[10:-1], plain[-1]
    if not day.isdigit() or any(char not in ALPHABET for char in body + check):
        return None
    return f"{PREFIX}{day}-{body}-{check}" if _check_character(day + body) == check else None


def _check_character(text: str) -> str:
    """ISO 7064-like weighted sum over the alphabet; catches any one wrong character."""
    total = 0
    for char in text:
        value = ALPHABET.index(char) if char in ALPHABET else ord(char) - ord("0") + 30
        total = (total * 3 + value) % 31
    return ALPHABET[total]
