"""Storing and reading files piece by piece, so that memory does not grow with their size."""

import hashlib
import io
from typing import BinaryIO
from uuid import UUID, uuid4

from sqlalchemy import insert, select

from service import clock
from service.database import db, transaction
from service.files.models import StoredFile, StoredPiece
from service.messages import msg
from service.problems import FieldError, NotFound, Problem
from service.scanner import scan

PIECE_BYTES = 1024 * 1024
FILE_BYTES_MAX = 64 * 1024 * 1024
"""Default limit of one uploaded file, bytes."""
NAME_CHARS_MAX = 200


class FileTooLarge(Problem):
    """The file is larger than the limit; split it."""

    code = "file-too-large"
    status = 413
    title = msg("文件太大")


def too_large(max_bytes: int) -> FileTooLarge:
    """The refusal of a file above a limit, with what to do."""
    detail = msg("文件超过 {max} 的上限。", max=_size_in_words(max_bytes))
    remedy = msg("请拆成几个较小的文件分别提交。")
    return FileTooLarge(detail, errors=[FieldError("file", "file-too-large", detail, remedy)])


def _size_in_words(count: int) -> str:
    mega, kilo = 1024 * 1024, 1024
    if count >= mega:
        return f"{count // mega} MB"
    return f"{count // kilo} KB" if count >= kilo else f"{count} B"


class FileDamaged(OSError):  # noqa: N818 - named for what it finds
    """What is stored under a file's number is not what was put there."""


def store(stream: BinaryIO, filename: str, *, max_bytes: int = FILE_BYTES_MAX) -> StoredFile:
    """Store a stream within the caller's transaction. Raises `FileTooLarge` at max_bytes + 1."""
    digest = hashlib.sha256()
    size = 0
    row = StoredFile(
        id=uuid4(), name=shown_name(filename), size=0, sha256=b"", created_at=clock.now()
    )
    with transaction() as session:
        session.add(row)
        session.flush()
        number = 0
        while piece := stream.read(PIECE_BYTES):
            size += len(piece)
            if size > max_bytes:
                raise too_large(max_bytes)
            digest.update(piece)
            session.execute(insert(StoredPiece).values(file_id=row.id, number=number, sealed=piece))
            number += 1
        row.size, row.sha256 = size, digest.digest()
    return row


def store_scanned(stream: BinaryIO, filename: str, *, max_bytes: int) -> StoredFile:
    """Have a small file scanned for viruses, then store it, within the caller's transaction.

    It is held in memory: a scanner must have seen all of it before any of it is kept. Raises
    `FileTooLarge`, `Infected` or `ScannerAway`.
    """
    content = stream.read(max_bytes + 1)
    if len(content) <= max_bytes:
        scan(content)
    return store(io.BytesIO(content), filename, max_bytes=max_bytes)


def shown_name(filename: str) -> str:
    """The last part of the name given, printable; it is shown, never used as a path."""
    name = filename.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(char for char in name if char.isprintable())[:NAME_CHARS_MAX] or "file"


def open_stored(file_id: UUID) -> BinaryIO:
    """A stored file as a buffered binary stream (not seekable). Raises `NotFound`.

    Reading to the end raises `FileDamaged` when the pieces are not those that were stored.
    """
    row = db.session.get(StoredFile, file_id)
    if row is None:
        raise NotFound(msg("没有找到这个文件。"))
    return io.BufferedReader(_Pieces(file_id, row.sha256), PIECE_BYTES)


class _Pieces(io.RawIOBase):
    """Reads one piece at a time, each by its own short query."""

    def __init__(self, file_id: UUID, sha256: bytes) -> None:
        self._file_id = file_id
        self._sha256 = sha256
        self._digest = hashlib.sha256()
        self._next = 0
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._rest:
            piece = db.session.scalar(
                select(StoredPiece.sealed).where(
                    StoredPiece.file_id == self._file_id, StoredPiece.number == self._next
                )
            )
            if piece is None:
                if self._digest.digest() != self._sha256:
                    raise FileDamaged(f"file {self._file_id}: pieces are missing or out of order")
                return 0
            self._next += 1
            self._digest.update(piece)
            self._rest = memoryview(piece)
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count
