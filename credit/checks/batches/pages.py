"""Pages of batches: send a list, look at its faults, follow it, fetch and review the result."""

from typing import Any
from uuid import UUID

from flask import (
    Blueprint,
    Flask,
    Response,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext, ngettext
from sqlalchemy import select
from werkzeug.wrappers import Response as Redirect

from credit.checks.batches import review, service, uploads
from credit.checks.batches.finish import result_name
from credit.checks.batches.limits import FILE_BYTES_MAX
from credit.checks.batches.schemas import PageForm, ReviewForm
from credit.checks.batches.sending import template_response, workbook_response
from credit.checks.batches.service import NewBatch
from credit.checks.limits import BATCH_ERRORS_SHOWN_MAX, BATCH_ROWS_MAX
from credit.checks.models import CheckBatch
from credit.checks.wording import BASES, PURPOSES
from service.access import allow
from service.api.paging import PAGE_ROWS_DEFAULT, page_of
from service.messages import msg
from service.problems import Problem
from service.web.forms import Form, read_form
from service.web.progress import Progress
from service.web.shell import shell_of

pages = Blueprint("batches", __name__, url_prefix="/batches")
Page = str | Response | Redirect | tuple[str, int]
WORDS = {"purposes": PURPOSES, "bases": BASES}


@pages.get("")
@allow("batches.read")
def index() -> str:
    """All batches, newest first."""
    cursor = request.args.get("cursor")
    batches, following = page_of(
        select(CheckBatch), CheckBatch.sequence, cursor=cursor, limit=PAGE_ROWS_DEFAULT
    )
    rows = [(batch, progress_of(batch)) for batch in batches]
    return render_template("batches/index.html", rows=rows, next_cursor=following, **WORDS)


@pages.get("/new")
@allow("batches.create")
def new() -> str:
    """The form that takes a list."""
    return _form_page(Form.blank())


@pages.post("/new")
@allow("batches.create")
def send() -> Page:
    """Take a list for a look; nothing is started yet."""
    form, data = read_form(PageForm())
    if data is None:
        return _form_page(form), 422
    batch = NewBatch(data["purpose"], data["basis_kind"], data["basis_reference"])
    file = data["file"]
    try:
        upload = uploads.keep(batch, file.stream, file.filename or "list")
    except Problem as problem:
        return _form_page(form.refused(problem)), problem.status
    return redirect(url_for("batches.look", file_id=upload.file_id))


def _form_page(form: Form) -> str:
    return render_template(
        "batches/new.html", form=form, max_bytes=FILE_BYTES_MAX, max_rows=BATCH_ROWS_MAX, **WORDS
    )


@pages.get("/template.xlsx")
@allow("batches.create")
def template() -> Response:
    """An empty list to fill in."""
    return template_response()


@pages.get("/uploads/<uuid:file_id>")
@allow("batches.create")
def look(file_id: UUID) -> str:
    """What would be refused, before anything starts."""
    upload, report = uploads.look(file_id)
    return render_template(
        "batches/look.html",
        upload=upload,
        report=report,
        shown_max=BATCH_ERRORS_SHOWN_MAX,
        **WORDS,
    )


@pages.post("/uploads/<uuid:file_id>/start")
@allow("batches.create")
def start(file_id: UUID) -> Page:
    """Start with the good rows."""
    batch = uploads.start(file_id)
    return redirect(url_for("batches.show", batch_id=batch.id))


@pages.post("/uploads/<uuid:file_id>/drop")
@allow("batches.create")
def drop(file_id: UUID) -> Page:
    """Delete the list and go back to the form, to send a corrected one."""
    uploads.drop(file_id)
    flash(gettext("名单已删除，请改正后重新上传。"), "info")
    return redirect(url_for("batches.new"))


@pages.get("/<uuid:batch_id>")
@allow("batches.read")
def show(batch_id: UUID) -> str:
    """How far a batch has come, and its counts."""
    batch = service.get_batch(batch_id)
    return render_template(
        "batches/show.html",
        batch=batch,
        job=progress_of(batch),
        waiting=review.waiting_count(batch_id) if batch.negative else 0,
        refusals=service.first_refusals(batch) if batch.finished_at else [],
        failure=service.failure_of(batch),
        **WORDS,
    )


@pages.get("/<uuid:batch_id>/status")
@allow("batches.read")
def status(batch_id: UUID) -> Response:
    """How far a batch has come, for the bar."""
    return progress_of(service.get_batch(batch_id)).answer()


@pages.post("/<uuid:batch_id>/resume")
@allow("batches.create")
def resume(batch_id: UUID) -> Page:
    """Go on with a batch that failed."""
    service.resume(batch_id)
    return redirect(url_for("batches.show", batch_id=batch_id))


@pages.get("/<uuid:batch_id>/result.xlsx")
@allow("batches.read")
def result(batch_id: UUID) -> Response:
    """The workbook with what is decided at this moment."""
    name = result_name(service.get_batch(batch_id))
    return workbook_response(service.open_result(batch_id, "page"), name)


@pages.get("/<uuid:batch_id>/review")
@allow("checks.confirm")
def review_page(batch_id: UUID) -> str:
    """The negative results that wait, with their facts."""
    return _review_page(batch_id, Form.blank(), [])


@pages.post("/<uuid:batch_id>/review")
@allow("checks.confirm")
def confirm(batch_id: UUID) -> Page:
    """Confirm those that were chosen; the answer tells of each that was not done."""
    form, data = read_form(ReviewForm())
    if data is None:
        return _review_page(batch_id, form, []), 422
    answers = review.confirm(batch_id, data["numbers"], data["note"])
    refused = review.refused_of(answers)
    done = len(answers) - len(refused)
    if done:
        text = ngettext("已确认 %(num)d 项结果。", "已确认 %(num)d 项结果。", done)
        flash(text, "ok")
    if not answers:
        flash(gettext("没有选中任何一项。"), "warn")
    if not refused:
        return redirect(url_for("batches.review_page", batch_id=batch_id))
    return _review_page(batch_id, form, refused), 409


def _review_page(batch_id: UUID, form: Form, refused: list[Any]) -> str:
    return render_template(
        "batches/review.html",
        batch=service.get_batch(batch_id),
        form=form,
        refused=refused,
        total=review.waiting_count(batch_id),
        rows=review.waiting(batch_id),
        **WORDS,
    )


def progress_of(batch: CheckBatch) -> Progress:
    """A batch as the bar shows it."""
    address = url_for("batches.status", batch_id=batch.id)
    return Progress(batch.state, batch.done, batch.total, address, service.seconds_left(batch))


def init_batches(app: Flask) -> None:
    """Put the batches into the navigation."""
    shell_of(app).nav_item(
        msg("批量核查"), "batches.index", "batches.read", shortcut="Alt+B", quick=True, order=15
    )
