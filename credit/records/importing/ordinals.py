"""Rows that share a key are told apart by their order, refused rows counted as well.

So a row that was refused keeps its place when it is corrected and comes back alone: the file
of refused rows carries the place in a column of its own.
"""

import hashlib
from collections.abc import Sequence

from credit.records.feeds import Feed
from credit.records.feeds.derive import DERIVERS
from credit.records.feeds.validate import header_key
from credit.records.text import squeeze

ORDINAL_HEADER = "同名序号"
"""The column of the file of refused rows that carries a row's place."""
_ORDINAL_DIGITS_MAX = 7
_DIGEST_BYTES = 8


class Ordinals:
    """Counts the rows of one file by key; memory grows by the keys of feeds that need it."""

    def __init__(self, feed: Feed, header: Sequence[str]) -> None:
        self.needed = feed.keyed_by_ordinal
        places: dict[str, list[int]] = {}
        for at, name in enumerate(header):
            places.setdefault(header_key(name), []).append(at)
        self._given = places.get(header_key(ORDINAL_HEADER), [None])[0]
        self._columns = {
            column.field: [at for name in column.headers for at in places.get(header_key(name), ())]
            for column in feed.columns
        }
        self._derived = {step.field: (step.source, DERIVERS[step.by]) for step in feed.derived}
        self._parts = feed.natural_key[:-1]
        self._nulls = feed.nulls
        self._seen: dict[bytes, int] = {}

    def of(self, cells: Sequence[str]) -> int:
        """The place of this row among those with its key, from 1; 1 where order says nothing."""
        if not self.needed:
            return 1
        given = self._stated(cells)
        if given is not None:
            return given
        key = "\x1f".join(self._part(part, cells) for part in self._parts)
        digest = hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=_DIGEST_BYTES).digest()
        self._seen[digest] = count = self._seen.get(digest, 0) + 1
        return count

    def _stated(self, cells: Sequence[str]) -> int | None:
        if self._given is None or self._given >= len(cells):
            return None
        text = cells[self._given].strip()
        if not (text.isascii() and text.isdigit()):
            return None
        number = int(text[:_ORDINAL_DIGITS_MAX])
        return number or None

    def _part(self, alternatives: tuple[str, ...], cells: Sequence[str]) -> str:
        for name in alternatives:
            if name in self._derived:
                source, derive = self._derived[name]
                text = self._cell(source, cells)
                found = derive(text) if text else None
                value = str(found) if found else ""
            else:
                value = self._cell(name, cells)
            if value:
                return value
        return ""

    def _cell(self, field: str, cells: Sequence[str]) -> str:
        for at in self._columns.get(field, ()):
            if at < len(cells) and cells[at].strip() and cells[at] not in self._nulls:
                return squeeze(cells[at])
        return ""
