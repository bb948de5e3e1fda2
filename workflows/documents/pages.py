"""Pages of documents: what was handed in, handing in more, fetching and taking back."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from credit.records.models import Record
from service.access import allow
from service.api.errors import say
from service.database import db
from service.problems import Problem
from service.web.forms import Form, read_form
from service.web.redirects import safe_next
from workflows.desk.progress import asked_of_applicant
from workflows.documents import reading, service
from workflows.documents.kinds import KIND_NAMES, OF_OBJECTIONS, OF_REPAIRS
from workflows.documents.limits import CHUNK_BYTES_MAX, DOCUMENT_BYTES_MAX
from workflows.documents.present import present_documents
from workflows.documents.preview import preview
from workflows.documents.schemas import AttachmentPageForm
from workflows.documents.sending import attachment_response, picture_response
from workflows.documents.service import NewDocument
from workflows.documents.standing import may_hand_in
from workflows.engine.addresses import is_objection
from workflows.engine.models import CaseFile
from workflows.engine.parties import current_caller, parties_of
from workflows.engine.party import Party
from workflows.engine.reading import get_case, records_of
from workflows.reads import log_case
from workflows.repair.present import present_events

pages = Blueprint("documents", __name__)
Page = str | Response | tuple[str, int]


@pages.get("/repair-cases/<number>/attachments")
@allow("cases.read")
def index(number: str) -> str:
    """What was handed in, and the form to hand in more."""
    log_case(get_case(number), "page")
    return _page(number, Form.blank())


@pages.post("/repair-cases/<number>/attachments")
@allow("cases.attach")
def create(number: str) -> Page:
    """Hand a document in whole; with scripts the page sends it in chunks instead."""
    form, data = read_form(AttachmentPageForm())
    if data is None:
        return _page(number, form), 422
    upload = data["file"]
    new = NewDocument(data["kind"], upload.filename or "", data["record_id"])
    try:
        service.attach(number, new, upload.stream.read(DOCUMENT_BYTES_MAX + 1))
    except Problem as problem:
        return _page(number, form.refused(problem)), problem.status
    flash(gettext("材料已收到。"), "ok")
    return redirect(_back(number), 303)


@pages.get("/repair-cases/<number>/attachments/<uuid:document_id>")
@allow("cases.read")
def read(number: str, document_id: UUID) -> Response:
    """A document as a file to save."""
    return attachment_response(reading.download(number, document_id, channel="page"))


@pages.get("/repair-cases/<number>/attachments/<uuid:document_id>/pages/<int:page>.png")
@allow("cases.read")
def page_picture(number: str, document_id: UUID, page: int) -> Response:
    """One page of a document as a picture drawn by us."""
    return picture_response(preview(number, document_id, page, channel="page"))


@pages.post("/repair-cases/<number>/attachments/<uuid:document_id>/withdraw")
@allow("cases.attach")
def withdraw(number: str, document_id: UUID) -> Response:
    """Take a document back."""
    service.withdraw(number, document_id)
    flash(gettext("材料已撤回，内容已删除。"), "ok")
    return redirect(_back(number), 303)


def document_panel(case: CaseFile) -> dict[str, Any]:
    """What the macros of `documents/parts.html` show of a case's documents."""
    offered = OF_OBJECTIONS if is_objection(case) else OF_REPAIRS
    return {
        "items": present_documents(case, reading.documents_of(case.id)),
        "kinds": [(str(kind), name) for kind, name in KIND_NAMES.items() if kind in offered],
        "kind_names": {str(kind): name for kind, name in KIND_NAMES.items()},
        "own": Party.applicant in parties_of(case, current_caller()),
        "records": [(record.id, _named(record)) for record in records_of(db.session(), case)],
        "may_hand_in": may_hand_in(case),
        "max_bytes": DOCUMENT_BYTES_MAX,
        "chunk_bytes": CHUNK_BYTES_MAX,
    }


def _back(number: str) -> str:
    """The page of this service the form stood on, else all documents of the case."""
    return safe_next(request.form.get("next"), url_for("documents.index", number=number))


def _page(number: str, form: Form) -> str:
    case = get_case(number)
    panel = document_panel(case)
    mine = panel["own"] and case.open and case.owner == Party.applicant
    return render_template(
        "documents/index.html",
        case=case,
        form=form,
        documents=panel,
        asked=asked_of_applicant(present_events(case, say)) if mine else None,
    )


def _named(record: Record) -> str:
    return record.decision_number or f"{record.authority} {record.decided_on or ''}".strip()
