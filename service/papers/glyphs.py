"""Which characters the embedded font can draw, and what is printed for the others.

A rare character of a name must not become an empty box, and no character of a text
may reorder, hide or overprint its neighbours: such characters are printed as 〔U+20164〕.
"""

import re
import struct
import unicodedata
from bisect import bisect_right
from functools import cache
from pathlib import Path

from service.papers.limits import BROKEN_PART_CHARS, UNBROKEN_CHARS_MAX

NEVER_PRINTED = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
"""Unicode categories: controls, invisible formatting, surrogates, private use, separators."""

SEGMENTED_COVERAGE = 12
"""The `cmap` format that lists ranges over all of Unicode (OpenType specification, cmap)."""

BREAK = "\u200b"
"""Zero-width space: lets an unbroken run of letters wrap inside its cell."""

LONG_RUN = re.compile(rf"[^\s\u2e80-\U0010ffff]{{{UNBROKEN_CHARS_MAX + 1},}}")
"""Letters and signs without a space; Chinese, from U+2E80, wraps anywhere by itself."""


def printable(text: str, font: Path) -> str:
    """The text as it can be printed with the font: one line, nothing hidden, wrappable."""
    shown: list[str] = []
    previous_is_mark = False
    for char in text:
        is_mark = unicodedata.category(char).startswith("M")
        shown.append(_piece(char, font, hidden=is_mark and previous_is_mark))
        previous_is_mark = is_mark
    return LONG_RUN.sub(lambda run: _with_breaks(run.group()), "".join(shown))


def _with_breaks(run: str) -> str:
    size = BROKEN_PART_CHARS
    return BREAK.join(run[start : start + size] for start in range(0, len(run), size))


def _piece(char: str, font: Path, *, hidden: bool) -> str:
    if char in "\t\n\r":
        return " "
    drawable = unicodedata.category(char) not in NEVER_PRINTED and _covers(font, ord(char))
    return char if drawable and not hidden else f"〔U+{ord(char):04X}〕"


def _covers(font: Path, code_point: int) -> bool:
    starts, ends = _ranges(font)
    place = bisect_right(starts, code_point) - 1
    return place >= 0 and code_point <= ends[place]


@cache
def _ranges(font: Path) -> tuple[list[int], list[int]]:
    """First and last code points of the font's covered ranges, ascending."""
    data = font.read_bytes()
    table = _cmap_offset(data)
    (count,) = struct.unpack_from(">H", data, table + 2)
    for index in range(count):
        (offset,) = struct.unpack_from(">I", data, table + 4 + 8 * index + 4)
        (form,) = struct.unpack_from(">H", data, table + offset)
        if form == SEGMENTED_COVERAGE:
            return _groups(data, table + offset)
    message = f"{font.name} has no format {SEGMENTED_COVERAGE} cmap"
    raise ValueError(message)


def _cmap_offset(data: bytes) -> int:
    (tables,) = struct.unpack_from(">H", data, 4)
    for index in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        if tag == b"cmap":
            return int(offset)
    raise ValueError("not an OpenType font")


def _groups(data: bytes, subtable: int) -> tuple[list[int], list[int]]:
    (count,) = struct.unpack_from(">I", data, subtable + 12)
    groups = [struct.unpack_from(">II", data, subtable + 16 + 12 * i) for i in range(count)]
    return [start for start, _ in groups], [end for _, end in groups]
