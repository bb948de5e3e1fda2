"""REST of previews: try a rule table on the latest checks, follow it, read who would change."""

from typing import Any
from uuid import UUID

from flask import Response

from credit.checks.preview import intake, service
from credit.checks.preview.models import RulePreview
from credit.checks.preview.present import present, present_change
from credit.checks.preview.schemas import (
    ChangeFilter,
    PreviewAnswer,
    PreviewChangePage,
    PreviewFile,
    PreviewForm,
    PreviewPage,
)
from credit.checks.preview.workbook import changes_workbook
from service.access import allow
from service.api.errors import say
from service.api.idempotency import idempotent
from service.api.paging import PageArguments, page_of
from service.api.shell import api_blueprint
from service.web.downloads import XLSX_TYPE

blueprint = api_blueprint("rule_previews_api", __name__, "规则试算 Previews of rule tables")


@blueprint.post("/rule-previews")
@allow("rules.preview")
@idempotent
@blueprint.arguments(PreviewForm, location="form")
@blueprint.arguments(PreviewFile, location="files")
@blueprint.response(202, PreviewAnswer)
def create(form: dict[str, Any], files: dict[str, Any]) -> Any:
    """Try a draft, or a stored version, on the last final checks. No check is changed."""
    draft = intake.draft_of(files["file"], form["rule_set"], form["purpose"])
    preview = service.start(draft, form["last"])
    return present(preview, say), 202, {"Location": f"/api/v1/rule-previews/{preview.id}"}


@blueprint.get("/rule-previews")
@allow("rules.preview")
@blueprint.arguments(PageArguments, location="query")
@blueprint.response(200, PreviewPage)
def index(page: dict[str, Any]) -> Any:
    """All previews, newest first; `items` of each is told by its own address."""
    previews, cursor = page_of(service.all_previews(), RulePreview.sequence, **page)
    items = [present(one, say, with_items=False) for one in previews]
    return {"items": items, "next_cursor": cursor}


@blueprint.get("/rule-previews/<uuid:preview_id>")
@allow("rules.preview")
@blueprint.response(200, PreviewAnswer)
def read(preview_id: UUID) -> Any:
    """How far a preview has come, and by which items checks would change."""
    return present(service.get_preview(preview_id), say)


@blueprint.get("/rule-previews/<uuid:preview_id>/changes")
@allow("rules.preview")
@blueprint.arguments(ChangeFilter, location="query")
@blueprint.response(200, PreviewChangePage)
def changes(query: dict[str, Any], preview_id: UUID) -> Any:
    """The checks that would come out otherwise, newest first."""
    preview = service.get_preview(preview_id)
    rows, cursor = service.page_of_changes(preview, **query, channel="api")
    return {"items": [present_change(*row, say) for row in rows], "next_cursor": cursor}


@blueprint.get("/rule-previews/<uuid:preview_id>/changes.xlsx")
@allow("rules.preview")
@blueprint.response(200, content_type=XLSX_TYPE)
def workbook(preview_id: UUID) -> Response:
    """The same as a workbook."""
    return changes_workbook(service.get_preview(preview_id), say, "api")
