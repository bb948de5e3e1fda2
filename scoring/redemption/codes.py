"""The short code by which an order is collected: made, read as people type it, digested."""

import os

from scoring.redemption.limits import CODE_CHARS
from service.numbers import ALPHABET
from service.private import blind_index

HALF = CODE_CHARS // 2


def new_code() -> str:
    """A fresh code that nobody can foresee."""
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in os.urandom(CODE_CHARS))


def tidy_code(text: str) -> str | None:
    """A code as typed or scanned (alone, or behind the `#` of an address), or None for no code."""
    typed = text.rpartition("#")[2].upper()
    plain = "".join(char for char in typed if char.isascii() and char.isalnum())
    return plain if len(plain) == CODE_CHARS and set(plain) <= set(ALPHABET) else None


def shown_code(code: str) -> str:
    """A code as people read it: two groups of four."""
    return f"{code[:HALF]}-{code[HALF:]}"


def code_digest(code: str) -> bytes:
    """What is stored to find an order by its code: keyed, so that it cannot be tried out."""
    return blind_index("collect_code", code)
