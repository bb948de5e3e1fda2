"""Scans of signed forms: looked at by content, kept encrypted, erased with the member."""

from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import select

from scoring.communities.limits import PAPER_BYTES_MAX
from scoring.communities.models import Member, MemberConsent
from scoring.communities.problems import faulty
from service.database import db
from service.files import StoredFile, open_stored, store
from service.files.kinds import kind_of
from service.messages import msg
from service.problems import NotFound
from service.scanner import scan


@dataclass(frozen=True)
class Paper:
    """A scanned form."""

    stream: BinaryIO
    filename: str


@dataclass(frozen=True)
class Scan:
    """A scan as it is handed out."""

    content: bytes
    name: str
    """Made from its number; the name it came with may tell of the person."""


def keep_paper(paper: Paper | None) -> UUID | None:
    """Store a scan within the caller's transaction.

    Raises `InvalidInput` for what is too large or neither PDF, JPEG nor PNG, `Infected`,
    `ScannerAway`.
    """
    if paper is None:
        return None
    content = paper.stream.read(PAPER_BYTES_MAX + 1)
    if len(content) > PAPER_BYTES_MAX:
        megabytes = PAPER_BYTES_MAX // 1024 // 1024
        raise faulty(
            "paper", "too-large", msg("文件超过 {max} MB，请缩小后再上传。", max=megabytes)
        )
    if kind_of(content) is None:
        raise faulty("paper", "bad-kind", msg("只收 PDF，或 JPG、PNG 图片，请转换后再上传。"))
    scan(content)
    return store(BytesIO(content), paper.filename, max_bytes=PAPER_BYTES_MAX).id


def scan_of(member: Member, paper_id: UUID) -> Scan:
    """A scan that belongs to a consent of this very member. Raises `NotFound`."""
    known = db.session.scalar(
        select(MemberConsent.id)
        .where(MemberConsent.member_id == member.id, MemberConsent.paper_id == paper_id)
        .limit(1)
    )
    if known is None or db.session.get(StoredFile, paper_id) is None:
        raise NotFound(msg("没有找到这份扫描件。"))
    return Scan(open_stored(paper_id).read(), member.number)
