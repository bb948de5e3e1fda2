"""REST of what is handed in with objections, and of the letters that answer them."""

from typing import Any
from uuid import UUID

from flask import Response

from service.access import allow
from service.api.idempotency import idempotent
from service.api.shell import api_blueprint
from workflows.documents import reading, service
from workflows.documents.limits import DOCUMENT_BYTES_MAX
from workflows.documents.present import present_document, present_documents
from workflows.documents.schemas import (
    AttachmentFile,
    AttachmentForm,
    DocumentAnswer,
    DocumentsAnswer,
)
from workflows.documents.sending import attachment_response
from workflows.documents.service import NewDocument
from workflows.letters.sending import pdf_response
from workflows.letters.service import letter_pdf
from workflows.objection.api import get_objection
from workflows.reads import log_case

blueprint = api_blueprint("objection_papers_api", __name__, "异议 Objections")


@blueprint.post("/objections/<number>/attachments")
@allow("cases.attach")
@idempotent
@blueprint.arguments(AttachmentForm, location="form")
@blueprint.arguments(AttachmentFile, location="files")
@blueprint.response(201, DocumentAnswer)
@blueprint.doc(operationId="objections.attach")
def create(form: dict[str, Any], files: dict[str, Any], number: str) -> Any:
    """Hand in evidence, or at the window the paper of a review."""
    case, upload = get_objection(number), files["file"]
    new = NewDocument(form["kind"], upload.filename or "", form["record_id"])
    document = service.attach(case.number, new, upload.stream.read(DOCUMENT_BYTES_MAX + 1))
    told = present_document(case, document)
    return told, 201, {"Location": told["url"]}


@blueprint.get("/objections/<number>/attachments")
@allow("cases.read")
@blueprint.response(200, DocumentsAnswer)
def index(number: str) -> Any:
    """What was handed in with an objection and not taken back."""
    case, documents = reading.list_documents(get_objection(number).number)
    log_case(case, "api")
    return {"items": present_documents(case, documents)}


@blueprint.get("/objections/<number>/attachments/<uuid:document_id>")
@allow("cases.read")
@blueprint.response(200, content_type="application/octet-stream")
def read(number: str, document_id: UUID) -> Response:
    """The content of a document, as a file to save; the read is logged."""
    number = get_objection(number).number
    return attachment_response(reading.download(number, document_id, channel="api"))


@blueprint.get("/objections/<number>/letters/<letter>.pdf")
@allow("cases.read")
@blueprint.response(200, content_type="application/pdf")
def letter(number: str, letter: str) -> Response:
    """A notice or answer, signed; the read is logged."""
    letter, pdf = letter_pdf(letter, case=get_objection(number).number, channel="api")
    return pdf_response(pdf, letter)
