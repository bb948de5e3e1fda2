"""Takes apart what a card reader or a copied row puts into the name field. Pure."""

import re

from credit.subjects.identifiers import guess_types

_TABS = re.compile(r"[\t\r\n]+")
_BLANKS = re.compile(r"[\s,，;；|]+")


def split_pasted(name: str, number: str) -> tuple[str, str]:
    """Name and number out of "name number" given as the name; anything else stays as it is.

    Only where no number was given, and only at a piece that reads as one of the
    numbers the window accepts: the last or the first of a line, any of a tab-separated row.
    """
    if number.strip():
        return name, number
    return _split(_TABS, name) or _split(_BLANKS, name) or (name, number)


def _split(separator: re.Pattern[str], text: str) -> tuple[str, str] | None:
    pieces = [piece.strip() for piece in separator.split(text.strip()) if piece.strip()]
    if len(pieces) < 2:  # noqa: PLR2004 - a name and a number
        return None
    if separator is _TABS:
        return _cells(pieces)
    if guess_types(pieces[-1]):
        return " ".join(pieces[:-1]), pieces[-1]
    if guess_types(pieces[0]):
        return " ".join(pieces[1:]), pieces[0]
    return None


def _cells(pieces: list[str]) -> tuple[str, str] | None:
    """Of a row's cells the first that reads as a number, and the first that has a letter."""
    number = next((piece for piece in pieces if guess_types(piece)), None)
    named = (piece for piece in pieces if piece != number and any(map(str.isalpha, piece)))
    name = next(named, None)
    return None if number is None or name is None else (name, number)
