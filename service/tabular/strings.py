"""The string table of a workbook: kept in memory while small, in a temporary file beyond that."""

import mmap
from array import array
from tempfile import TemporaryFile
from typing import IO

from service.messages import msg
from service.tabular.delimited import cell_too_long
from service.tabular.limits import MEBIBYTE, Limits
from service.tabular.markup import Attributes, MarkupReader, local
from service.tabular.problems import LimitExceeded, damaged
from service.tabular.values import unescaped

MEMORY_CHARS_MAX = MEBIBYTE
"""Characters of strings kept in memory before they move to a temporary file."""

ESCAPED_CHARS = 7
"""Characters an escape such as _x000D_ takes for one."""


class SharedStrings:
    """Strings by index. Memory is bounded: past `MEMORY_CHARS_MAX` only offsets are kept."""

    def __init__(self) -> None:
        self._chars = 0
        self._list: list[str] = []
        self._spill: IO[bytes] | None = None
        self._offsets = array("Q", [0])
        self._map: mmap.mmap | None = None

    def __len__(self) -> int:
        return len(self._list) or len(self._offsets) - 1

    def __getitem__(self, index: int) -> str:
        if index < 0:
            raise IndexError(index)
        if self._map is None:
            return self._list[index]
        return self._map[self._offsets[index] : self._offsets[index + 1]].decode()

    def extend(self, texts: list[str]) -> None:
        """Add strings; only before `freeze`."""
        if self._spill is None:
            self._list += texts
            self._chars += sum(map(len, texts))
            if self._chars <= MEMORY_CHARS_MAX:
                return
            texts, self._list = self._list, []
            self._spill = TemporaryFile()  # noqa: SIM115 - closed by freeze
        end = self._offsets[-1]
        pieces = [text.encode() for text in texts]
        for piece in pieces:
            end += len(piece)
            self._offsets.append(end)
        self._spill.write(b"".join(pieces))

    def freeze(self) -> None:
        """No more strings come: map the temporary file, if there is one, and forget its name."""
        if self._spill is not None:
            self._spill.flush()
            self._map = mmap.mmap(self._spill.fileno(), 0, access=mmap.ACCESS_READ)
            self._spill.close()


class _StringTable(MarkupReader):
    """Reads `si` items: plain or rich text, without the phonetic readings beside it."""

    __slots__ = ("_collecting", "_phonetic", "_text", "ready")

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self.ready: list[str] = []
        self._text = ""
        self._collecting = False
        self._phonetic = False

    def start(self, name: str, attributes: Attributes) -> None:  # noqa: ARG002 - expat gives it
        self.depth += 1
        tag = local(name)
        if tag == "t":
            self._collecting = not self._phonetic
        elif tag == "si":
            self._text = ""
        elif tag == "rPh":
            self._phonetic = True

    def end(self, name: str) -> None:
        self.depth -= 1
        tag = local(name)
        if tag == "t":
            self._collecting = False
        elif tag == "si":
            text = unescaped(self._text)
            if len(text) > self.limits.cell_chars_max:
                raise cell_too_long(self.limits, None)
            self.ready.append(text)
        elif tag == "rPh":
            self._phonetic = False

    def data(self, text: str) -> None:
        if self._collecting:
            self._text += text
            if len(self._text) > self.limits.cell_chars_max * ESCAPED_CHARS:
                raise cell_too_long(self.limits, None)


def read_strings(stream: IO[bytes], limits: Limits) -> SharedStrings:
    """Load the string table; raises `UnreadableFile` when it is damaged or too large."""
    strings = SharedStrings()
    reader = _StringTable(limits)
    try:
        for _ in reader.feed(stream):
            strings.extend(reader.ready)
            reader.ready.clear()
            if len(strings) > limits.shared_strings_max:
                allowed = limits.shared_strings_max
                detail = msg("工作簿的文字表超过 {allowed} 条。", allowed=allowed)
                raise LimitExceeded(detail, "shared_strings_max", allowed)
    finally:
        strings.freeze()
    return strings


def text_at(strings: SharedStrings, index: str) -> str:
    """The string a cell points at; a wrong index is damage."""
    index = index.strip()
    if not (index.isascii() and index.isdigit()) or int(index) >= len(strings):
        raise damaged()
    return strings[int(index)]
