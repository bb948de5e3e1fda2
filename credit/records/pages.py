"""Pages of imports: choosing a file, watching it come in, seeing what became of each row."""

from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from credit.records.api import refused_response
from credit.records.feeds import feed_names, load_feed
from credit.records.feeds.description import Presence
from credit.records.importing.begin import start_import
from credit.records.importing.outcome import Outcome
from credit.records.importing.refused import issues_of
from credit.records.importing.run import current
from credit.records.models import RecordImport
from credit.records.present import (
    counts_of,
    imports,
    present_failure,
    present_import,
    present_issue,
    progress_of,
)
from credit.records.schemas import ImportPageForm
from credit.records.wording import OUTCOMES
from service.access import allow
from service.api.errors import say
from service.api.paging import PAGE_ROWS_DEFAULT, page_of
from service.app import REQUEST_BYTES_MAX
from service.problems import Problem
from service.tabular import write_csv
from service.web.downloads import csv_download
from service.web.forms import Form, read_form

pages = Blueprint("records", __name__)
Page = str | AnyResponse | tuple[str, int]

ISSUE_ROWS_SHOWN = 100
"""Faulty rows shown on one page."""


@pages.get("/record-imports")
@allow("records.import")
def list_imports() -> str:
    """All imports, newest first."""
    rows, following = page_of(
        imports(), RecordImport.sequence, cursor=request.args.get("cursor"),
        limit=PAGE_ROWS_DEFAULT,
    )  # fmt: skip
    shown = [{"row": row, "counts": counts_of(row), "progress": progress_of(row)} for row in rows]
    return render_template("records/imports.html", items=shown, next_cursor=following)


@pages.get("/record-imports/new")
@allow("records.import")
def new_import() -> str:
    """The form that takes a file in."""
    return _form_page(Form.blank(feed=request.args.get("feed")))


@pages.post("/record-imports/new")
@allow("records.import")
def begin_import() -> Page:
    """Take the file in and go to its progress."""
    form, data = read_form(ImportPageForm())
    if data is None:
        return _form_page(form), 422
    upload = data["file"]
    try:
        row = start_import(
            upload.stream, upload.filename or "", data["feed"], dry_run=data["dry_run"]
        )
    except Problem as problem:
        return _form_page(form.refused(problem)), problem.status
    return redirect(url_for("records.show_import", import_id=row.id), 303)


@pages.get("/record-imports/templates/<feed>.csv")
@allow("records.import")
def template(feed: str) -> Response:
    """An empty file with the columns of a feed."""
    header = [column.headers[0] for column in load_feed(feed).columns]
    return csv_download(f"{feed}.csv", lambda target: write_csv(target, header, []))


@pages.get("/record-imports/<uuid:import_id>")
@allow("records.import")
def show_import(import_id: UUID) -> str:
    """Progress while it runs; then the counts and the rows that need a look."""
    row = current(import_id)
    outcome = Outcome.flagged if request.args.get("outcome") == "flagged" else Outcome.refused
    if not row.refused and row.flagged:
        outcome = Outcome.flagged
    after = request.args.get("after", 0, type=int)
    found = issues_of(row.id, outcome, after_row=_bounded(after), limit=ISSUE_ROWS_SHOWN + 1)
    issues = found[:ISSUE_ROWS_SHOWN]
    counts = counts_of(row)
    return render_template(
        "records/import.html",
        row=row,
        progress=progress_of(row),
        counts=counts,
        bars=[(OUTCOMES[one], counts[one]) for one in Outcome],
        notes=present_import(row, say)["notes"],
        failure=row.failure and present_failure(row.failure, say),
        outcome=outcome,
        outcomes=OUTCOMES,
        issues=[present_issue(issue, say) for issue in issues],
        more=issues[-1].row if len(found) > len(issues) else None,
    )


@pages.get("/record-imports/<uuid:import_id>/status")
@allow("records.import")
def import_status(import_id: UUID) -> Response:
    """What the progress bar asks for."""
    return progress_of(current(import_id)).answer()


@pages.get("/record-imports/<uuid:import_id>/refused.csv")
@allow("records.import")
def refused(import_id: UUID) -> Response:
    """The refused rows as a download."""
    return refused_response(import_id, channel="page")


def _form_page(form: Form) -> str:
    feeds = [load_feed(name) for name in feed_names()]
    return render_template(
        "records/new_import.html",
        form=form,
        feeds=feeds,
        required=Presence.REQUIRED,
        max_bytes=REQUEST_BYTES_MAX,
    )


def _bounded(row: int) -> int:
    return row if 0 <= row < 2**31 else 0
