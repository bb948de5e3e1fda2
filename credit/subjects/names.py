"""How names are kept and compared: equal after widths, spaces and brackets are made alike."""

import re
import unicodedata

_UNSEEN = "Cf"
"""Kind of character that shows nothing but may turn the text around it, such as U+202E."""
_UNWRITABLE = frozenset({"Cc", "Cs", "Cn"})
"""Kinds no name holds: controls, half a surrogate pair, unassigned."""

_DROPPED = " \t\r\n\u3000\u00a0\u200b\u200c\u200d\ufeff·・•.．"
_ALIKE = str.maketrans(
    {"（": "(", "）": ")", "【": "(", "】": ")", "[": "(", "]": ")"} | dict.fromkeys(_DROPPED)
)


_PLAIN = re.compile(r"[\u4e00-\u9fff]*")
"""Ideographs, of which most names are made: nothing about them is spelled in two ways."""


def as_shown(text: str) -> str:
    """A name or another line of text as people see it: single blanks, nothing unseen."""
    if not text.isprintable():
        spaced = "".join(char for char in text if unicodedata.category(char) != _UNSEEN)
        return " ".join(spaced.split())
    return " ".join(text.split())


def is_writable(text: str) -> bool:
    """True when every character of the text can stand on paper."""
    return text.isprintable() or all(unicodedata.category(char) not in _UNWRITABLE for char in text)


def name_key(name: str) -> str:
    """The form of a name under which it is compared; never shown to people."""
    if _PLAIN.fullmatch(name):
        return name
    return unicodedata.normalize("NFKC", name).translate(_ALIKE).casefold()


def same_name(one: str, other: str) -> bool:
    """True when two names are the same but for width, spacing and brackets."""
    return name_key(one) == name_key(other)
