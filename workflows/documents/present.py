"""Documents and uploads as the API and the pages show them."""

from collections.abc import Sequence
from typing import Any

from service.database import db
from service.scanner import Scan
from workflows.documents.kinds import DocumentKind, MediaType
from workflows.documents.limits import CHUNK_BYTES_MAX
from workflows.documents.models import CaseDocument, Upload
from workflows.documents.standing import taken_back
from workflows.engine.addresses import address_of
from workflows.engine.models import CaseFile


def present_documents(case: CaseFile, documents: Sequence[CaseDocument]) -> list[dict[str, Any]]:
    """All of some documents of a case but their content."""
    back = taken_back(db.session(), case, documents)
    return [_presented(case, one, may_withdraw=one.id in back) for one in documents]


def present_document(case: CaseFile, document: CaseDocument) -> dict[str, Any]:
    """All of a document but its content."""
    return present_documents(case, [document])[0]


def _presented(case: CaseFile, document: CaseDocument, *, may_withdraw: bool) -> dict[str, Any]:
    return {
        "id": document.id,
        "kind": DocumentKind(document.kind),
        "record_id": document.record_id,
        "filename": document.filename,
        "media_type": MediaType(document.media_type),
        "size": document.size,
        "sha256": document.sha256.hex(),
        "pages": document.pages,
        "scan": Scan(document.scan),
        "uploaded_by": document.uploaded_by,
        "uploaded_at": document.uploaded_at,
        "may_withdraw": may_withdraw,
        "url": f"{address_of(case)}/attachments/{document.id}",
    }


def present_upload(upload: Upload) -> dict[str, Any]:
    """How far an upload has come."""
    return {
        "id": upload.id,
        "case": db.session.get_one(CaseFile, upload.case_id).number,
        "kind": DocumentKind(upload.kind),
        "record_id": upload.record_id,
        "filename": upload.filename,
        "size": upload.size,
        "received": upload.received,
        "chunk_bytes_max": CHUNK_BYTES_MAX,
        "expires_at": upload.expires_at,
    }
