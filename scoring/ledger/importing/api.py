"""REST of imports: send a sheet of awards, ask how far it is, fetch the refused rows."""

from typing import Any
from uuid import UUID

from flask import Response
from werkzeug.datastructures import FileStorage

from scoring.communities.scope import community_here
from scoring.ledger.importing.begin import start_import
from scoring.ledger.importing.books import ENDED, current
from scoring.ledger.importing.present import present_import
from scoring.ledger.importing.problems import NotFinished
from scoring.ledger.importing.refused import hand_out_refused
from scoring.ledger.importing.schemas import EntryImportAnswer, EntryImportFile
from scoring.ledger.models import EntryImport
from service.access import allow
from service.api.errors import say
from service.api.idempotency import idempotent
from service.api.shell import api_blueprint
from service.messages import msg
from service.web.downloads import csv_download

blueprint = api_blueprint("entry_imports_api", __name__, "社区积分导入 Imports of points")


@blueprint.post("/communities/<code>/entry-imports")
@allow("points.enter")
@idempotent
@blueprint.arguments(EntryImportFile, location="files")
@blueprint.response(202, EntryImportAnswer)
@blueprint.doc(operationId="communities.import_entries")
def begin(files: dict[str, FileStorage], code: str) -> Any:
    """Take a sheet of awards in. A faulty header is refused at once; rows are a job's."""
    upload = files["file"]
    row = start_import(code, upload.stream, upload.filename or "", channel="api")  # type: ignore[arg-type]
    answer = present_import(row, say)
    return answer, 202, {"Location": answer["links"]["self"]}


@blueprint.get("/communities/<code>/entry-imports/<uuid:import_id>")
@allow("points.enter")
@blueprint.response(200, EntryImportAnswer)
def read_import(code: str, import_id: UUID) -> Any:
    """How far an import has come."""
    return present_import(import_here(code, import_id), say)


@blueprint.get("/communities/<code>/entry-imports/<uuid:import_id>/refused.csv")
@allow("points.enter")
@blueprint.response(200, content_type="text/csv")
def refused(code: str, import_id: UUID) -> Response:
    """The refused rows, to be corrected and sent again as they are."""
    return refused_response(import_here(code, import_id), channel="api")


def import_here(code: str, import_id: UUID) -> EntryImport:
    """An import of a community within the caller's reach. Raises `ImportUnknown`."""
    return current(import_id, community_here(code, "points.enter").code)


def refused_response(row: EntryImport, *, channel: str) -> Response:
    """The refused rows of an ended import as a download."""
    if row.state not in ENDED:
        raise NotFinished(msg("导入还没有结束，请稍后再下载。"))
    return csv_download(
        "refused.csv", lambda target: hand_out_refused(target, row, say, channel=channel)
    )
