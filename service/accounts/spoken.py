"""Random texts that can be read out over the telephone and typed from paper. Pure."""

import secrets
import unicodedata

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Nothing that looks alike; about 4.95 bits each."""
GROUPS = 4
GROUP_CHARS = 4


def spoken_secret() -> str:
    """Four groups of four letters, about 79 bits."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(GROUP_CHARS)) for _ in range(GROUPS))
    return "-".join(groups)


def as_typed(text: str) -> str:
    """What somebody typed, without blanks and dashes, in small plain letters."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in plain if char.isalnum())
