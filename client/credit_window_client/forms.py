"""Forms with files (`multipart/form-data`), read from disk while they are sent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

File = Path | tuple[str, bytes]
"""A file to send: where it lies, or its name and content."""
PIECE_BYTES = 256 * 1024


def is_file(value: object) -> bool:
    """True for what `File` says, and not for a list of texts that happens to be a tuple."""
    if isinstance(value, tuple):
        return len(value) == len(("name", b"content")) and isinstance(value[1], bytes)
    return isinstance(value, Path)


@dataclass(frozen=True)
class Piece:
    """A stretch of the form: the bytes themselves, or a file that holds them."""

    content: bytes | Path

    @property
    def size(self) -> int:
        """Bytes."""
        held = self.content
        return held.stat().st_size if isinstance(held, Path) else len(held)

    def __iter__(self) -> Iterator[bytes]:
        if isinstance(self.content, bytes):
            yield self.content
            return
        with self.content.open("rb") as file:
            while piece := file.read(PIECE_BYTES):
                yield piece


class Form:
    """A form that can be sent again: each iteration gives all of it from the beginning."""

    def __init__(self, members: Mapping[str, Any]) -> None:
        self._mark = uuid4().hex
        self._pieces = list(self._parts(members))
        self._pieces.append(Piece(f"--{self._mark}--\r\n".encode()))

    @property
    def content_type(self) -> str:
        """Media type, with the mark between the parts."""
        return f"multipart/form-data; boundary={self._mark}"

    @property
    def size(self) -> int:
        """Bytes of the whole form."""
        return sum(piece.size for piece in self._pieces)

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            yield from piece

    def _parts(self, members: Mapping[str, Any]) -> Iterator[Piece]:
        for name, value in members.items():
            if is_file(value):
                filename = value.name if isinstance(value, Path) else value[0]
                told = f'name="{_quoted(name)}"; filename="{_quoted(filename)}"'
                yield self._head(told, "\r\nContent-Type: application/octet-stream")
                yield Piece(value if isinstance(value, Path) else value[1])
                yield Piece(b"\r\n")
            else:
                for one in value if isinstance(value, list) else [value]:
                    yield self._head(f'name="{_quoted(name)}"', "")
                    yield Piece(f"{one}\r\n".encode())

    def _head(self, told: str, kind: str) -> Piece:
        head = f"--{self._mark}\r\nContent-Disposition: form-data; {told}{kind}\r\n\r\n"
        return Piece(head.encode())


def _quoted(name: str) -> str:
    """A name between quotation marks, as browsers write it."""
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
