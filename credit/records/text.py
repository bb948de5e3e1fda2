"""Cleaning of text that came from outside, before anything is read out of it."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_PLAIN_CHINESE = re.compile(r"[0-9A-Za-z\u4e00-\u9fff〔〕《》、]*")
_KEPT_CONTROLS = "\n\t"
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
"""Control, format (bidi overrides, zero width), surrogate, private and unassigned code points."""


def clean(text: str) -> str:
    """The text without outer blanks and without characters nobody can see.

    NUL and lone surrogates cannot be stored, bidirectional overrides make a name read as
    another one. Line breaks and tabs inside a long text stay.
    """
    text = text.strip()
    if text.isprintable():
        return text
    kept = (
        character
        for character in text
        if character in _KEPT_CONTROLS or unicodedata.category(character) not in _INVISIBLE
    )
    return "".join(kept).strip()


def clean_line(text: str) -> str:
    """A name or number: like `clean`, with every run of blanks made one space."""
    text = clean(text)
    if text.isprintable() and "  " not in text:
        return text
    return _SPACES.sub(" ", text).strip()


def squeeze(text: str) -> str:
    """The form two spellings are compared in: half width (NFKC), no blanks at all."""
    if _PLAIN_CHINESE.fullmatch(text):
        return text
    return _SPACES.sub("", unicodedata.normalize("NFKC", clean(text)))
