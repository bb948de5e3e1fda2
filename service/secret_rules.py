"""What a secret must be before the service starts with it. Pure but for looking at a file's mode.

Each function gives what is wrong as the rest of a sentence, or None. None of them repeats any
part of the secret.
"""

import stat
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

KEY_BYTES = 32
KEY_VARIETY_MIN = 18
"""Different bytes in a key, and different steps from byte to byte: of 32 random ones about 30
differ, and less often than once in 10^9 fewer than 18; what was typed or counted shows fewer."""
BYTE_VALUES = 256
PRINTABLE = range(0x20, 0x7F)
PASSWORD_CHARS_MIN = 12
PASSWORD_VARIETY_MIN = 6
KNOWN_PASSWORDS = ("postgres", "password", "credit", "redis", "secret", "admin", "change", "demo",
                   "example", "default", "root", "test", "12345", "qwerty")  # fmt: skip
"""Words by which documents and images of servers name their default passwords."""


def fault_of_key(key: bytes) -> str | None:
    """Why these bytes are no key: a key is 32 bytes out of a random generator."""
    steps = {(after - before) % BYTE_VALUES for before, after in pairwise(key)}
    typed = all(byte in PRINTABLE for byte in key)
    if len(key) != KEY_BYTES or min(len(set(key)), len(steps)) < KEY_VARIETY_MIN or typed:
        return f"is weak: it must be {KEY_BYTES} random bytes in base64"
    return None


def fault_of_file(path: Path) -> str | None:
    """Why a file may not hold a secret: everybody on the machine can read or change it."""
    mode = path.stat().st_mode
    if mode & (stat.S_IROTH | stat.S_IWOTH | stat.S_IWGRP):
        return f"can be read or changed by others (mode {stat.S_IMODE(mode):o}): chmod 600 it"
    return None


def fault_of_password(url: str) -> str | None:
    """Why the password inside an address is none; an address without one has no fault here."""
    password = unquote(urlsplit(url).password or "")
    if not password:
        return None
    known = any(word in password.lower() for word in KNOWN_PASSWORDS)
    varied = len(set(password)) >= PASSWORD_VARIETY_MIN
    if len(password) < PASSWORD_CHARS_MIN or not varied or (known and _is_mostly_word(password)):
        return f"holds a weak password: give one of at least {PASSWORD_CHARS_MIN} random characters"
    return None


def _is_mostly_word(password: str) -> bool:
    """True when a known word makes up half of it: a long random text may hold one by chance."""
    longest = max(len(word) for word in KNOWN_PASSWORDS if word in password.lower())
    return longest * 2 >= len(password) or len(password) < 2 * PASSWORD_CHARS_MIN
