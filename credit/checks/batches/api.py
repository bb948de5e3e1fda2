"""REST of batches: send a list, follow it, fetch the result."""

from typing import Any
from uuid import UUID

from flask import Response, jsonify
from sqlalchemy import select

from credit.checks.batches import service
from credit.checks.batches.finish import result_name
from credit.checks.batches.limits import FILE_BYTES_MAX
from credit.checks.batches.present import present, present_report
from credit.checks.batches.preview import check_file
from credit.checks.batches.schemas import (
    BatchAnswer,
    BatchFile,
    BatchForm,
    BatchPage,
    BatchPreviewAnswer,
)
from credit.checks.batches.sending import template_response, workbook_response
from credit.checks.batches.service import NewBatch
from credit.checks.models import CheckBatch
from service import clock
from service.access import allow
from service.api.errors import say
from service.api.idempotency import idempotent
from service.api.paging import PageArguments, page_of
from service.api.shell import api_blueprint
from service.files.spool import spooled
from service.web.downloads import XLSX_TYPE

blueprint = api_blueprint("check_batches_api", __name__, "批量核查 Batches of checks")


@blueprint.post("/check-batches")
@allow("batches.create")
@idempotent
@blueprint.arguments(BatchForm, location="form")
@blueprint.arguments(BatchFile, location="files")
@blueprint.response(202, BatchAnswer)
@blueprint.alt_response(200, schema=BatchPreviewAnswer, description="preview=true：只检查，不开始")
def create(form: dict[str, Any], files: dict[str, Any]) -> Any:
    """Check a spreadsheet of applicants. Rows that cannot be read are refused and counted."""
    upload = files["file"]
    filename = upload.filename or "list"
    if form["preview"]:
        with spooled(upload.stream, max_bytes=FILE_BYTES_MAX) as path:
            report = check_file(path, filename, clock.today())
        return jsonify(BatchPreviewAnswer().dump(present_report(report, say)))
    new = NewBatch(form["purpose"], form["basis_kind"], form["basis_reference"])
    batch = service.start(new, upload.stream, filename)
    return present(batch, say), 202, {"Location": f"/api/v1/check-batches/{batch.id}"}


@blueprint.get("/check-batches")
@allow("batches.read")
@blueprint.arguments(PageArguments, location="query")
@blueprint.response(200, BatchPage)
def index(page: dict[str, Any]) -> Any:
    """All batches, newest first."""
    batches, cursor = page_of(select(CheckBatch), CheckBatch.sequence, **page)
    items = [present(batch, say, with_errors=False) for batch in batches]
    return {"items": items, "next_cursor": cursor}


@blueprint.get("/check-batches/template.xlsx")
@allow("batches.create")
@blueprint.response(200, content_type=XLSX_TYPE)
def template() -> Response:
    """An empty list to fill in."""
    return template_response()


@blueprint.get("/check-batches/<uuid:batch_id>")
@allow("batches.read")
@blueprint.response(200, BatchAnswer)
def read(batch_id: UUID) -> Any:
    """How far a batch has come."""
    return present(service.get_batch(batch_id), say)


@blueprint.post("/check-batches/<uuid:batch_id>/resume")
@allow("batches.create")
@idempotent
@blueprint.response(202, BatchAnswer)
def resume(batch_id: UUID) -> Any:
    """Go on with a batch that failed."""
    return present(service.resume(batch_id), say)


@blueprint.get("/check-batches/<uuid:batch_id>/result.xlsx")
@allow("batches.read")
@blueprint.response(200, content_type=XLSX_TYPE)
def result(batch_id: UUID) -> Response:
    """The list as it was sent, with the results in added columns."""
    name = result_name(service.get_batch(batch_id))
    return workbook_response(service.open_result(batch_id, "api"), name)
