"""Photos and papers that go with an entry: looked at by content, and kept encrypted."""

from io import BytesIO
from typing import BinaryIO
from uuid import UUID

from scoring.ledger.problems import EntryRefused
from service.files import store
from service.files.kinds import kind_of
from service.messages import Message, msg
from service.problems import FieldError
from service.scanner import scan

FILE_BYTES_MAX = 10 * 1024 * 1024
"""Largest file of evidence, bytes; a photo of a phone has about 4 MB."""


def keep_evidence(stream: BinaryIO, filename: str) -> UUID:
    """Keep a file in the caller's transaction; returns its number.

    Raises `EntryRefused` for what is too large or neither JPEG, PNG nor PDF, `Infected`,
    `ScannerAway`.
    """
    content = stream.read(FILE_BYTES_MAX + 1)
    if len(content) > FILE_BYTES_MAX:
        raise _refused(
            msg("文件超过{max} MB，请缩小后再上传。", max=FILE_BYTES_MAX // 1024 // 1024)
        )
    if kind_of(content) is None:
        raise _refused(msg("只收 JPG、PNG 照片或 PDF，请转换后再上传。"))
    scan(content)
    return store(BytesIO(content), filename, max_bytes=FILE_BYTES_MAX).id


def _refused(sentence: Message) -> EntryRefused:
    return EntryRefused(sentence, errors=[FieldError("evidence_file", "bad-file", sentence)])
