"""Pages of documents as pictures of our own making: what was handed in is never shown itself."""

import threading
from pathlib import Path
from uuid import UUID

from service.messages import msg
from workflows.documents import limits
from workflows.documents.bounded import run_bounded
from workflows.documents.kinds import MediaType
from workflows.documents.models import CaseDocument
from workflows.documents.problems import PageUnknown, PreviewBusy, PreviewFailed
from workflows.documents.reading import download, get_document
from workflows.engine.reading import get_case

CHILD = Path(__file__).with_name("preview_child.py")
PNG = b"\x89PNG\r\n\x1a\n"
_seats = threading.BoundedSemaphore(limits.PREVIEWS_AT_ONCE)


def pages_of(document: CaseDocument) -> int:
    """How many pages a document has; a picture is one."""
    return document.pages or 1


def preview(number: str, document_id: UUID, page: int, *, channel: str) -> bytes:
    """One page of a document as PNG; the read is logged like a download.

    Raises `CaseUnknown`, `DocumentUnknown`, `PageUnknown`, `PreviewBusy` or `PreviewFailed`.
    """
    document = get_document(get_case(number), document_id)
    demand_page(pages_of(document), page)
    media_type = MediaType(document.media_type)
    found = download(number, document_id, channel=channel)  # commits: no connection waits below
    return drawn(found.content, media_type, page)


def demand_page(pages: int, page: int) -> None:
    """Raise `PageUnknown` for a page that is not there, or is past those that are shown."""
    if not 1 <= page <= pages:
        raise PageUnknown(msg("这份材料没有第 {page} 页。", page=page))
    if page > limits.PREVIEW_PAGES_MAX:
        raise PageUnknown(
            msg("网页上最多看前 {max} 页，其余的请下载原件查看。", max=limits.PREVIEW_PAGES_MAX)
        )


def drawn(content: bytes, media_type: MediaType, page: int) -> bytes:
    """A page drawn anew as PNG, within the limits. Raises `PreviewBusy` or `PreviewFailed`."""
    given = {
        "media_type": media_type,
        "page": page,
        "dpi": limits.PREVIEW_DPI,
        "pixels_max": limits.PREVIEW_PIXELS_MAX,
        "side_max": limits.PREVIEW_SIDE_MAX,
        "bytes_max": limits.PREVIEW_BYTES_MAX,
        "memory_bytes": limits.PREVIEW_MEMORY_BYTES,
        "seconds": limits.PREVIEW_SECONDS,
    }
    if not _seats.acquire(timeout=limits.PREVIEW_WAIT_SECONDS):
        raise PreviewBusy
    try:
        answer = run_bounded(CHILD, given, content, seconds=limits.PREVIEW_SECONDS)
    finally:
        _seats.release()
    # The child has met the file; what it says is believed only as far as it is a picture.
    if answer is None or not answer.startswith(PNG) or len(answer) > limits.PREVIEW_BYTES_MAX:
        raise PreviewFailed
    return answer
