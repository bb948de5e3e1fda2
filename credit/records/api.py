"""REST of imports, of what is on record, and of what a person decides about it."""

from typing import Any
from uuid import UUID

from flask import Response
from werkzeug.datastructures import FileStorage

from credit.records import deciding, reading
from credit.records.importing.begin import start_import
from credit.records.importing.problems import NotFinished
from credit.records.importing.refused import hand_out_refused
from credit.records.importing.run import ENDED, current
from credit.records.models import RecordImport
from credit.records.present import (
    imports,
    present_enterprise,
    present_import,
    present_record,
)
from credit.records.schemas import (
    EnterpriseAnswer,
    ImportAnswer,
    ImportFile,
    ImportForm,
    ImportsAnswer,
    MatchAnswer,
    MatchRequest,
    RecordAnswer,
    SubjectAnswer,
    TierRequest,
)
from service.access import allow
from service.api.errors import say
from service.api.idempotency import idempotent
from service.api.paging import PageArguments, page_of
from service.api.shell import api_blueprint
from service.messages import msg
from service.web.downloads import csv_download

blueprint = api_blueprint("records_api", __name__, "信用记录 Records")


@blueprint.post("/record-imports")
@allow("records.import")
@idempotent
@blueprint.arguments(ImportForm, location="form")
@blueprint.arguments(ImportFile, location="files")
@blueprint.response(202, ImportAnswer)
def begin(form: dict[str, Any], files: dict[str, FileStorage]) -> Any:
    """Take a file in. Unknown feeds and missing columns are refused at once; rows are a job's."""
    upload = files["file"]
    row = start_import(
        upload.stream,  # type: ignore[arg-type]
        upload.filename or "",
        form["feed"],
        dry_run=form["dry_run"],
        channel="api",
    )
    return present_import(row, say), 202, {"Location": f"/api/v1/record-imports/{row.id}"}


@blueprint.get("/record-imports")
@allow("records.import")
@blueprint.arguments(PageArguments, location="query")
@blueprint.response(200, ImportsAnswer)
def list_imports(page: dict[str, Any]) -> Any:
    """All imports, newest first."""
    rows, following = page_of(imports(), RecordImport.sequence, **page)
    return {"items": [present_import(row, say) for row in rows], "next_cursor": following}


@blueprint.get("/record-imports/<uuid:import_id>")
@allow("records.import")
@blueprint.response(200, ImportAnswer)
def read_import(import_id: UUID) -> Any:
    """How far an import has come."""
    return present_import(current(import_id), say)


@blueprint.get("/record-imports/<uuid:import_id>/refused.csv")
@allow("records.import")
@blueprint.response(200, content_type="text/csv")
def refused(import_id: UUID) -> Response:
    """The refused rows, to be corrected and imported again as they are."""
    return refused_response(import_id, channel="api")


def refused_response(import_id: UUID, *, channel: str) -> Response:
    """The refused rows of an ended import as a download."""
    row = current(import_id)
    if row.state not in ENDED:
        raise NotFinished(msg("导入还没有结束，请稍后再下载。"))
    return csv_download(
        f"refused-{row.sequence}.csv",
        lambda target: hand_out_refused(target, row, say, channel=channel),
    )


@blueprint.get("/enterprises/<code>/records")
@allow("records.read")
@blueprint.arguments(PageArguments, location="query")
@blueprint.response(200, EnterpriseAnswer)
def read_enterprise(page: dict[str, Any], code: str) -> Any:
    """What is on record about an organisation; an enterprise sees itself alone."""
    return present_enterprise(reading.read_enterprise(code, **page, channel="api"), say)


@blueprint.post("/records/<int:record_id>/tier")
@allow("records.decide_tier")
@idempotent
@blueprint.arguments(TierRequest)
@blueprint.response(200, RecordAnswer)
@blueprint.doc(operationId="records.set_tier")
def decide_tier(body: dict[str, Any], record_id: int) -> Any:
    """Set the tier of a record by hand, with the reason."""
    return present_record(deciding.decide_tier(record_id, body["tier"], body["reason"]), say)


@blueprint.post("/subjects/<int:subject_id>/confirm")
@allow("subjects.confirm_flag")
@idempotent
@blueprint.response(200, SubjectAnswer)
def confirm_subject(subject_id: int) -> Any:
    """Confirm a code that fails its check digit but is the one on the licence."""
    return deciding.confirm_subject(subject_id)


@blueprint.post("/subject-matches")
@allow("records.resolve_match")
@idempotent
@blueprint.arguments(MatchRequest)
@blueprint.response(201, MatchAnswer)
def decide_match(body: dict[str, Any]) -> Any:
    """Say whether a subject known by name alone is a given subject."""
    return deciding.decide_match(**body)
