"""REST of documents: handed in whole or in chunks, listed, fetched, taken back."""

from typing import Any
from uuid import UUID

from flask import Response, request

from service.access import allow
from service.api.idempotency import idempotent
from service.api.shell import api_blueprint
from service.database import db
from workflows.documents import reading, service, uploads
from workflows.documents.limits import CHUNK_BYTES_MAX, DOCUMENT_BYTES_MAX
from workflows.documents.models import CaseDocument
from workflows.documents.present import present_document, present_documents, present_upload
from workflows.documents.ranges import read_range
from workflows.documents.schemas import (
    AttachmentFile,
    AttachmentForm,
    ChunkHeaders,
    DocumentAnswer,
    DocumentsAnswer,
    UploadAnswer,
    UploadRequest,
)
from workflows.documents.sending import attachment_response
from workflows.documents.service import NewDocument
from workflows.engine.models import CaseFile
from workflows.reads import log_case

blueprint = api_blueprint("documents_api", __name__, "材料 Documents of cases")
CHUNK_BODY = {
    "required": True,
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}


@blueprint.post("/repair-cases/<number>/attachments")
@allow("cases.attach")
@idempotent
@blueprint.arguments(AttachmentForm, location="form")
@blueprint.arguments(AttachmentFile, location="files")
@blueprint.response(201, DocumentAnswer)
@blueprint.doc(operationId="repair_cases.attach")
def create(form: dict[str, Any], files: dict[str, Any], number: str) -> Any:
    """Hand in a document. Its type is told by its content; what cannot be kept is refused."""
    upload = files["file"]
    new = NewDocument(form["kind"], upload.filename or "", form["record_id"])
    content = upload.stream.read(DOCUMENT_BYTES_MAX + 1)
    return _made(service.attach(number, new, content))


@blueprint.get("/repair-cases/<number>/attachments")
@allow("cases.read")
@blueprint.response(200, DocumentsAnswer)
def index(number: str) -> Any:
    """What was handed in with a case and not taken back."""
    case, documents = reading.list_documents(number)
    log_case(case, "api")
    return {"items": present_documents(case, documents)}


@blueprint.get("/repair-cases/<number>/attachments/<uuid:document_id>")
@allow("cases.read")
@blueprint.response(200, content_type="application/octet-stream")
def read(number: str, document_id: UUID) -> Response:
    """The content of a document, as a file to save; the read is logged."""
    return attachment_response(reading.download(number, document_id, channel="api"))


@blueprint.post("/repair-cases/<number>/attachments/<uuid:document_id>/withdraw")
@allow("cases.attach")
@idempotent
@blueprint.response(204)
@blueprint.doc(operationId="repair_cases.withdraw_attachment")
def withdraw(number: str, document_id: UUID) -> None:
    """Take a document back before it is submitted; its content is erased."""
    service.withdraw(number, document_id)


@blueprint.post("/uploads")
@allow("cases.attach")
@idempotent
@blueprint.arguments(UploadRequest)
@blueprint.response(201, UploadAnswer)
def begin(body: dict[str, Any]) -> Any:
    """Announce a file that will come in chunks."""
    new = NewDocument(body["kind"], body["filename"], body["record_id"])
    upload = uploads.begin(body["case"], new, body["size"])
    return present_upload(upload), 201, {"Location": f"/api/v1/uploads/{upload.id}"}


@blueprint.get("/uploads/<uuid:upload_id>")
@allow("cases.attach")
@blueprint.response(200, UploadAnswer)
def progress(upload_id: UUID) -> Any:
    """How far an upload has come; the next chunk begins at `received`."""
    return present_upload(uploads.get_upload(upload_id))


@blueprint.put("/uploads/<uuid:upload_id>")
@allow("cases.attach")
@blueprint.arguments(ChunkHeaders, location="headers")
@blueprint.response(200, UploadAnswer)
@blueprint.doc(operationId="uploads.send", requestBody=CHUNK_BODY)
def receive(headers: dict[str, Any], upload_id: UUID) -> Any:
    """Take the next chunk; one that has arrived before changes nothing."""
    request.max_content_length = CHUNK_BYTES_MAX
    piece = request.get_data(cache=False)
    span = read_range(headers["content_range"], len(piece))
    return present_upload(uploads.receive(upload_id, span, piece))


@blueprint.post("/uploads/<uuid:upload_id>/finish")
@allow("cases.attach")
@idempotent
@blueprint.response(201, DocumentAnswer)
def finish(upload_id: UUID) -> Any:
    """Make a complete upload a document of its case."""
    return _made(uploads.finish(upload_id))


@blueprint.delete("/uploads/<uuid:upload_id>")
@allow("cases.attach")
@blueprint.response(204)
def abandon(upload_id: UUID) -> None:
    """Delete an upload and what has arrived of it."""
    uploads.abandon(upload_id)


def _made(document: CaseDocument) -> Any:
    case = db.session.get_one(CaseFile, document.case_id)
    told = present_document(case, document)
    return told, 201, {"Location": told["url"]}
