"""The span a chunk says it covers, by its `Content-Range` header (RFC 9110 section 14.4). Pure."""

import re
from dataclasses import dataclass

from service.messages import msg
from workflows.documents.limits import CHUNK_BYTES_MAX
from workflows.documents.problems import ChunkRefused

RANGE_FORM = r"^bytes [0-9]{1,10}-[0-9]{1,10}/[0-9]{1,10}$"
_RANGE = re.compile(r"bytes ([0-9]{1,10})-([0-9]{1,10})/([0-9]{1,10})", re.ASCII)


@dataclass(frozen=True, slots=True)
class ByteRange:
    """Bytes `first` to `last`, both counted from 0, of `total`."""

    first: int
    last: int
    total: int

    def __len__(self) -> int:
        return self.last - self.first + 1


def read_range(header: str, length: int) -> ByteRange:
    """The span of a chunk of `length` bytes. Raises `ChunkRefused` when the two do not agree."""
    found = _RANGE.fullmatch(header)
    if found is None:
        raise ChunkRefused(msg("Content-Range 应写作 bytes 起-止/总数，例如 bytes 0-1023/4096。"))
    first, last, total = map(int, found.groups())
    if not first <= last < total:
        raise ChunkRefused(msg("Content-Range 的起止不合理，请核对。"))
    span = ByteRange(first, last, total)
    if len(span) > CHUNK_BYTES_MAX:
        raise ChunkRefused(
            msg("每片最多 {max} MB，请分得小一些。", max=CHUNK_BYTES_MAX // 1024 // 1024)
        )
    if len(span) != length:
        raise ChunkRefused(msg("收到的字节数与 Content-Range 不符，请重发这一片。"))
    return span
