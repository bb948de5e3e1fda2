"""One row of a file made ready for the database: read, with the digests it is found by."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import structlog

from credit.records.feeds import Draft, Feed, FeedReader, Flag, Refused
from credit.records.feeds.row import WHOLE_ROW
from credit.records.importing.assess import said
from credit.records.importing.cells import CellCheck
from credit.records.importing.ordinals import Ordinals
from credit.records.importing.packing import to_json
from credit.records.limits import NATURAL_KEY_PART_MAX_CHARS
from credit.records.text import squeeze
from credit.subjects.names import name_key
from service.messages import msg
from service.private.bulk import indexer
from service.problems import FieldError
from service.tabular import Row, Table

_SHORT = Flag(
    WHOLE_ROW, "row-too-short", msg("该行单元格少于表头"), msg("请核对该行的分隔符与引号")
)  # fmt: skip


@dataclass(slots=True)
class Entry:
    """One row: what was read and the keys of its record and subject."""

    number: int
    """Row in the file, as a person sees it."""
    cells: list[str] = field(repr=False)
    result: Draft | Refused = field(repr=False)
    ordinal: int | None = None
    natural_key: bytes = b""
    former_key: bytes | None = None
    """The key the record had while its subject was known by name only."""
    digest: bytes = b""
    """SHA-256 of what the row says and of whom."""
    id_index: bytes | None = None
    name_key: str = ""
    flags: list[Flag] = field(default_factory=list)

    def raw(self) -> str:
        """The cells as JSON."""
        return to_json(self.cells)


class Preparer:
    """Reads the rows of one file by one feed; knows no database."""

    def __init__(self, feed: Feed, table: Table, today: date) -> None:
        self.feed = feed
        self.reader = FeedReader(feed, table.header, today)
        self._cells = CellCheck(feed, table.header)
        self._ordinals = Ordinals(feed, table.header)
        self._index = indexer()
        # Keyed, for the key of a person's record holds an identity number; made once, for
        # looking the service's key up takes longer than the digest itself.
        self._secret = self._index(f"record:{feed.name}", "natural key")
        self._swaps = [
            at
            for at, part in enumerate(feed.natural_key)
            if "subject_number" in part and "subject_name" in part
        ]

    def skip(self, rows: Iterable[Row]) -> None:
        """Pass over rows that are done already, counting those that share a key."""
        for row in rows:
            self._ordinals.of(row.cells)

    def entries(self, rows: Iterable[Row]) -> Iterator[Entry]:
        """Each row as an entry, in order; whatever is in it."""
        for row in rows:
            yield self._entry(row)

    def _entry(self, row: Row) -> Entry:
        cells = [*row.cells, *row.surplus] if row.surplus else row.cells
        ordinal = self._ordinals.of(cells)
        entry = Entry(row.number, cells, self._read(row, cells, ordinal))
        if self._ordinals.needed:
            entry.ordinal = ordinal
        draft = entry.result
        if isinstance(draft, Draft):
            entry.flags = [*draft.flags, _SHORT] if row.missing else list(draft.flags)
            self._identify(entry, draft)
        return entry

    def _read(self, row: Row, cells: list[str], ordinal: int) -> Draft | Refused:
        stored = self._cells.errors(row)
        if stored:
            return Refused(self.feed.name, row.number, tuple(stored))
        try:
            return self.reader.read(cells, row.number, ordinal)
        except Exception as error:  # noqa: BLE001 - one odd row must not stop the rest of a file
            structlog.get_logger("records").error(
                "row.unreadable", feed=self.feed.name, row=row.number, kind=type(error).__name__
            )
            fault = FieldError(
                WHOLE_ROW,
                "row-unreadable",
                msg("系统无法读取该行"),
                msg("请核对该行内容，仍不能解决的请联系系统管理员"),
                row.number,
            )
            return Refused(self.feed.name, row.number, (fault,))

    def _identify(self, entry: Entry, draft: Draft) -> None:
        subject = draft.subject
        entry.name_key = name_key(subject.name)
        if subject.id_number is not None and subject.id_type is not None:
            entry.id_index = self._index(subject.id_type, subject.id_number)
        key = draft.natural_key
        entry.natural_key = self._digest(key)
        if subject.id_number is not None and self._swaps:
            former = list(key)
            for at in self._swaps:
                former[at] = squeeze(subject.name)[:NATURAL_KEY_PART_MAX_CHARS]
            entry.former_key = self._digest(former)
        content = said(draft).encode("utf-8", "replace")
        entry.digest = hashlib.sha256(content + (entry.id_index or b"")).digest()

    def _digest(self, key: Sequence[str]) -> bytes:
        text = "\x1f".join(key).encode("utf-8", "replace")
        return hashlib.blake2b(text, key=self._secret, digest_size=32).digest()
