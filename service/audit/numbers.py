"""Under which types an identity number may stand in the query log."""

import unicodedata
from collections.abc import Iterable

from service.private import blind_index

_TYPES: set[str] = set()


def number_types(types: Iterable[str]) -> None:
    """Let a part name the types of number under which it logs what was read."""
    _TYPES.update(types)


def indexes_of(number: str) -> list[bytes]:
    """A number's keyed hash under every type, however it is written."""
    plain = "".join(unicodedata.normalize("NFKC", number).upper().split())
    return [blind_index(kind, plain) for kind in sorted(_TYPES)]
