"""Pages of imports: choose a sheet of awards, watch it come in, see the rows that were refused."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from scoring.communities.scope import community_here
from scoring.ledger.importing.api import import_here, refused_response
from scoring.ledger.importing.begin import start_import
from scoring.ledger.importing.columns import TEMPLATE
from scoring.ledger.importing.limits import ISSUE_ROWS_SHOWN
from scoring.ledger.importing.outcome import Outcome
from scoring.ledger.importing.present import OUTCOMES, counts_of, imports_of, progress_of
from scoring.ledger.importing.refused import issues_of
from scoring.ledger.importing.schemas import EntryImportPageForm
from service.access import allow
from service.app import REQUEST_BYTES_MAX
from service.files.spool import scratch
from service.packed import unpack
from service.problems import Problem
from service.tabular import write_csv, write_xlsx
from service.web.downloads import CSV_TYPE, XLSX_TYPE, made_file
from service.web.forms import Form, read_form
from service.web.people import load_people

pages = Blueprint("entry_imports", __name__)
Page = str | AnyResponse | tuple[str, int]
_ROWS_MAX = 2**31 - 1


@pages.get("/points/<code>/entries/imports")
@allow("points.enter")
def index(code: str) -> str:
    """The form that takes a sheet in, and the imports so far."""
    return _index_page(code, Form.blank())


@pages.post("/points/<code>/entries/imports")
@allow("points.enter")
def begin(code: str) -> Page:
    """Take the sheet in and go to its progress."""
    form, data = read_form(EntryImportPageForm())
    if data is None:
        return _index_page(code, form), 422
    upload = data["file"]
    try:
        row = start_import(code, upload.stream, upload.filename or "")
    except Problem as problem:
        if not problem.errors:
            raise
        told = [one for error in problem.errors for one in (error.message, error.remedy) if one]
        shown = Form({}, {"file": told}, problem.detail)
        return _index_page(code, shown), problem.status
    return redirect(url_for("entry_imports.show", code=code, import_id=row.id), 303)


@pages.get("/points/<code>/entries/imports/template.csv")
@allow("points.enter")
def template_csv(code: str) -> Response:
    """An empty sheet with the right columns, as CSV."""
    return _template(code, "csv", CSV_TYPE, write_csv)


@pages.get("/points/<code>/entries/imports/template.xlsx")
@allow("points.enter")
def template_xlsx(code: str) -> Response:
    """The same as a workbook."""
    return _template(code, "xlsx", XLSX_TYPE, write_xlsx)


@pages.get("/points/<code>/entries/imports/<uuid:import_id>")
@allow("points.enter")
def show(code: str, import_id: UUID) -> str:
    """Progress while it runs; then the counts and the rows to correct."""
    row = import_here(code, import_id)
    after = request.args.get("after", 0, type=int)
    found = issues_of(
        row.id, after_row=after if 0 <= after <= _ROWS_MAX else 0, limit=ISSUE_ROWS_SHOWN + 1
    )
    issues = found[:ISSUE_ROWS_SHOWN]
    counts = counts_of(row)
    return render_template(
        "ledger/import.html",
        row=row,
        progress=progress_of(row),
        counts=counts,
        bars=[(OUTCOMES[one], counts[one]) for one in Outcome],
        problem=None if row.problem is None else unpack(row.problem),
        issues=[
            {
                "row": one.row,
                "column": one.column,
                "message": unpack(one.message),
                "remedy": unpack(one.remedy),
            }
            for one in issues
        ],
        more=issues[-1].row if len(found) > len(issues) else None,
    )


@pages.get("/points/<code>/entries/imports/<uuid:import_id>/status")
@allow("points.enter")
def status(code: str, import_id: UUID) -> Response:
    """What the progress bar asks for."""
    return progress_of(import_here(code, import_id)).answer()


@pages.get("/points/<code>/entries/imports/<uuid:import_id>/refused.csv")
@allow("points.enter")
def refused(code: str, import_id: UUID) -> Response:
    """The refused rows as a download."""
    return refused_response(import_here(code, import_id), channel="page")


def _template(code: str, ending: str, kind: str, write: Callable[..., object]) -> Response:
    community_here(code, "points.enter")
    with scratch() as folder:
        target = folder / f"template.{ending}"
        write(target, TEMPLATE, [])
        return made_file(target.read_bytes(), kind, f"points-template.{ending}")


def _index_page(code: str, form: Form) -> str:
    community = community_here(code, "points.enter")
    rows = imports_of(community.code)
    load_people(row.made_by for row in rows)
    return render_template(
        "ledger/imports.html",
        community=community,
        form=form,
        columns=TEMPLATE,
        max_bytes=REQUEST_BYTES_MAX,
        items=[
            {"row": row, "counts": counts_of(row), "progress": progress_of(row)} for row in rows
        ],
    )
