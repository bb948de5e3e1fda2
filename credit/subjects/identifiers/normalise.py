"""One spelling for what people type, paste and export."""

import unicodedata
from typing import Final

_DASHES = "-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d"
_BLANK_LETTERS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
_SCANNED = (*range(0x10000), *range(0xE0000, 0xE0080))
"""Where blanks and format characters that people paste are found: the basic plane and tags."""
_VARIATION_SELECTORS = "".join(map(chr, range(0xFE00, 0xFE10)))


def _is_invisible(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) == "Cf"


def _build_table() -> dict[int, str | None]:
    """Full-width forms and lower case to half-width upper case; the invisible to nothing.

    Only full-width forms are folded. Folding the whole of NFKC would turn a circled or
    superscript digit into a plain one, which the document does not say; such a character is
    left for the parser to refuse. Upper-casing is ASCII only for the same reason.
    """
    table: dict[int, str | None] = {
        code: unicodedata.normalize("NFKC", chr(code)).upper() for code in range(0xFF01, 0xFF5F)
    }
    table |= {code: chr(code).upper() for code in range(ord("a"), ord("z") + 1)}
    removed = [chr(code) for code in _SCANNED if _is_invisible(chr(code))]
    removed += [*_DASHES, *_BLANK_LETTERS, *_VARIATION_SELECTORS]
    return table | {ord(char): None for char in removed}


_TABLE: Final = _build_table()


def normalise(text: str) -> str:
    """Half-width, upper-case, without spaces, hyphens and invisible characters.

    A leading apostrophe, by which spreadsheets mark a number as text, goes as well. Any other
    character stays as it is, so that a wrong one is refused and never quietly read as right.
    """
    if text.isascii() and text.isalnum():
        return text.upper()
    return text.translate(_TABLE).lstrip("'")
