"""How names are compared: equal after widths, spaces and brackets are made alike."""

import unicodedata

_DROPPED = dict.fromkeys(map(ord, " \t\r\n\u3000\u00a0\u200b\u200c\u200d\ufeff·・•.．"))
_ALIKE = str.maketrans({"（": "(", "）": ")", "【": "(", "】": ")", "[": "(", "]": ")"})


def name_key(name: str) -> str:
    """The form of a name under which it is compared; never shown to people."""
    return unicodedata.normalize("NFKC", name).translate(_ALIKE).translate(_DROPPED).casefold()


def same_name(one: str, other: str) -> bool:
    """True when two names are the same but for width, spacing and brackets."""
    return name_key(one) == name_key(other)
