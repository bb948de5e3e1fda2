"""In which encoding a text file is written, decided by decoding all of it once."""

import codecs
from dataclasses import dataclass
from pathlib import Path

from service.messages import msg
from service.tabular.problems import DamagedFile, NotASpreadsheet, UnreadableFile, WrongEncoding

_BLOCK_BYTES = 64 * 1024
_SAMPLE_BYTES = 64 * 1024

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

UTF8_EVIDENCE_CHARS = 8
"""So many valid multi-byte characters in a row are UTF-8: GB18030 text never looks like that."""

UTF16_NUL_SHARE = 0.1
"""Least share of code units with a zero byte, always on the same side, to take text for UTF-16."""

CONTROL_SHARE_MAX = 0.1
"""Share of control characters above which text is taken for binary data."""

_CONTROLS = bytes(set(range(32)) - {9, 10, 13} | {127})


@dataclass(frozen=True)
class Encoding:
    """A codec name and the number of bytes of the byte order mark before the text."""

    name: str
    bom_bytes: int = 0


@dataclass(frozen=True)
class _Failure:
    """Where decoding failed: after how many characters, and whether the file just ended there."""

    wide_chars: int
    at_end: bool


def detect_encoding(path: Path) -> Encoding:
    """The encoding of the whole file; raises `UnreadableFile` when no accepted one decodes it."""
    with path.open("rb") as file:
        head = file.read(_SAMPLE_BYTES)
    for bom, name in _BOMS:
        if head.startswith(bom):
            encoding = Encoding(name, len(bom))
            failure = _try(path, encoding)
            if failure:
                raise _undecodable(failure)
            return encoding
    if b"\x00" in head:
        return _utf16_without_bom(path, head)
    if len(head.translate(None, _CONTROLS)) < len(head) * (1 - CONTROL_SHARE_MAX):
        raise _binary()
    utf8 = Encoding("utf-8")
    failure = _try(path, utf8)
    if failure is None:
        return utf8
    if failure.wide_chars >= UTF8_EVIDENCE_CHARS:
        raise _undecodable(failure)
    gb18030 = Encoding("gb18030")
    failure = _try(path, gb18030)
    if failure:
        raise _undecodable(failure)
    return gb18030


def _utf16_without_bom(path: Path, head: bytes) -> Encoding:
    low, high = head[0::2].count(0), head[1::2].count(0)
    enough = len(head) / 2 * UTF16_NUL_SHARE
    if high > enough and low == 0:
        encoding = Encoding("utf-16-le")
    elif low > enough and high == 0:
        encoding = Encoding("utf-16-be")
    else:
        raise _binary()
    if _try(path, encoding):
        raise _binary()
    return encoding


def _try(path: Path, encoding: Encoding) -> _Failure | None:
    """Decode the whole file strictly; None when that works. A NUL character is binary data."""
    decoder = codecs.getincrementaldecoder(encoding.name)("strict")
    wide = 0
    with path.open("rb") as file:
        file.seek(encoding.bom_bytes)
        while block := file.read(_BLOCK_BYTES):
            try:
                text = decoder.decode(block)
            except UnicodeDecodeError as error:
                before = error.object[: error.start].decode(encoding.name, "ignore")
                return _Failure(wide + _wide_chars(before), at_end=False)
            if "\x00" in text:
                raise _binary()
            wide += _wide_chars(text) if wide < UTF8_EVIDENCE_CHARS else 0
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _Failure(wide, at_end=True)
    return None


def _wide_chars(text: str) -> int:
    return 0 if text.isascii() else sum(1 for char in text if char > "\x7f")


def _binary() -> NotASpreadsheet:
    return NotASpreadsheet(msg("文件内容是二进制数据，不是 XLSX 或 CSV 表格。"))


def _undecodable(failure: _Failure) -> UnreadableFile:
    if failure.at_end:
        return DamagedFile(msg("文件在最后一个字的中间断开，内容不完整。"))
    return WrongEncoding(msg("文件的文字编码不是 UTF-8、UTF-16 或 GB18030，或其中夹有乱码。"))
