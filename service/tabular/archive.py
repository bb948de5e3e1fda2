"""Open an XLSX file's zip container, refusing bombs before anything is decompressed."""

import io
import posixpath
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from service.messages import msg
from service.tabular.limits import Limits
from service.tabular.problems import DamagedFile, LimitExceeded, PasswordProtected, damaged

_END_RECORD = b"PK\x05\x06"
_END_RECORD_BYTES = 22
_COMMENT_BYTES_MAX = 65_535
_ZIP64_LOCATOR = b"PK\x06\x07"
_ZIP64_LOCATOR_BYTES = 20
_ZIP64_END_RECORD = b"PK\x06\x06"
_DIRECTORY_ENTRY_BYTES = 512
"""Room for one directory entry with a long name; entries allowed times this is read at most."""

_ENCRYPTED_FLAG = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The only methods the Open Packaging Conventions (ISO/IEC 29500-2) allow."""


class Archive:
    """The parts of a workbook file by lower-case name; decompressed only as far as declared."""

    def __init__(self, file: zipfile.ZipFile, limits: Limits) -> None:
        self._file = file
        self._parts = {_name(info.filename): info for info in file.infolist()}
        _check_entries(list(self._parts.values()), limits)

    def __contains__(self, name: str) -> bool:
        return _name(name) in self._parts

    def names(self) -> list[str]:
        """All part names, lower-case."""
        return list(self._parts)

    def size(self, name: str) -> int:
        """Declared uncompressed bytes of a part."""
        return self._parts[_name(name)].file_size

    def open(self, name: str) -> IO[bytes]:
        """A part's content; `zipfile` never gives more bytes than were declared and checked."""
        info = self._parts.get(_name(name))
        if info is None:
            raise DamagedFile(msg("工作簿缺少必需的部分，文件不完整。"))
        return self._file.open(info)


@contextmanager
def open_archive(path: Path, limits: Limits) -> Iterator[Archive]:
    """The archive at `path`; raises `UnreadableFile` for a bomb, a cut or an encrypted file."""
    size = path.stat().st_size
    if size > limits.compressed_bytes_max:
        detail = msg("文件超过 {allowed} 字节。", allowed=limits.compressed_bytes_max)
        raise LimitExceeded(detail, "compressed_bytes_max", limits.compressed_bytes_max)
    with path.open("rb") as raw:
        _check_directory_size(raw, size, limits)
        with zipfile.ZipFile(raw) as file:
            yield Archive(file, limits)


def _name(name: str) -> str:
    # Some writers use backslashes, a leading slash or another case than their own references.
    return posixpath.normpath(name.replace("\\", "/")).lstrip("/").lower()


def _check_directory_size(raw: IO[bytes], size: int, limits: Limits) -> None:
    """`zipfile` reads the whole directory into memory: look at its stated size first."""
    raw.seek(max(0, size - _END_RECORD_BYTES - _COMMENT_BYTES_MAX - _ZIP64_LOCATOR_BYTES))
    tail = raw.read()
    at = tail.rfind(_END_RECORD)
    if at < 0 or len(tail) - at < _END_RECORD_BYTES:
        raise DamagedFile(msg("文件不完整，可能没有下载完。"))
    directory_bytes = struct.unpack_from("<L", tail, at + 12)[0]
    locator = at - _ZIP64_LOCATOR_BYTES
    if locator >= 0 and tail.startswith(_ZIP64_LOCATOR, locator):
        raw.seek(min(struct.unpack_from("<Q", tail, locator + 8)[0], size))
        record = raw.read(56)
        if not record.startswith(_ZIP64_END_RECORD) or len(record) < 56:  # noqa: PLR2004
            raise damaged()
        directory_bytes = struct.unpack_from("<Q", record, 40)[0]
    raw.seek(0, io.SEEK_SET)
    if directory_bytes > limits.zip_entries_max * _DIRECTORY_ENTRY_BYTES:
        raise _too_many_parts(limits)


def _check_entries(parts: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(parts) > limits.zip_entries_max:
        raise _too_many_parts(limits)
    if any(part.flag_bits & _ENCRYPTED_FLAG for part in parts):
        raise PasswordProtected(msg("文件设有打开密码，无法读取。"))
    if any(part.compress_type not in _METHODS for part in parts):
        raise damaged()
    if sum(part.file_size for part in parts) > limits.uncompressed_bytes_max:
        allowed = limits.uncompressed_bytes_max
        detail = msg("文件解压后超过 {allowed} 字节。", allowed=allowed)
        raise LimitExceeded(detail, "uncompressed_bytes_max", allowed)
    for part in parts:
        expands = part.file_size > max(part.compress_size, 1) * limits.expansion_ratio_max
        if part.file_size > limits.expansion_free_bytes and expands:
            allowed = limits.expansion_ratio_max
            detail = msg("文件解压后膨胀超过 {allowed} 倍，疑似压缩炸弹。", allowed=allowed)
            raise LimitExceeded(detail, "expansion_ratio_max", allowed)


def _too_many_parts(limits: Limits) -> LimitExceeded:
    detail = msg("文件内部的组成部分超过 {allowed} 个。", allowed=limits.zip_entries_max)
    return LimitExceeded(detail, "zip_entries_max", limits.zip_entries_max)
