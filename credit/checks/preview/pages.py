"""Pages of previews: try a table, follow it, see who would change, which way, by which item."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from credit.checks.preview import intake, service, wording
from credit.checks.preview.limits import ITEMS_SHOWN_MAX, LAST_DEFAULT, LAST_MAX, PAGE_ROWS
from credit.checks.preview.models import RulePreview
from credit.checks.preview.present import causes, flow, points_text
from credit.checks.preview.schemas import ChangeQuery, PageForm
from credit.checks.preview.workbook import changes_workbook
from credit.checks.wording import PURPOSES
from credit.rules import limits
from credit.rules.service import StoredTable, load_version, load_versions
from service.access import allow
from service.api.paging import PAGE_ROWS_DEFAULT, page_of
from service.packed import unpack
from service.problems import Problem
from service.web.forms import Form, read_form
from service.web.i18n import render
from service.web.progress import Progress

pages = Blueprint("rule_previews", __name__, url_prefix="/rules/previews")
Page = str | Response | Redirect | tuple[str, int]


@pages.get("")
@allow("rules.preview")
def index() -> str:
    """All previews, newest first."""
    rows, following = page_of(
        service.all_previews(),
        RulePreview.sequence,
        cursor=request.args.get("cursor"),
        limit=PAGE_ROWS_DEFAULT,
    )
    progress = {one.id: progress_of(one) for one in rows}
    return render_template(
        "previews/index.html", rows=rows, progress=progress, next_cursor=following
    )


@pages.get("/new")
@allow("rules.preview")
def new() -> str:
    """The form: a draft file, or the version that was chosen on the page of a table."""
    number = request.args.get("rule_set", type=int)
    return _form_page(Form.blank(last=str(LAST_DEFAULT)), load_version(number) if number else None)


@pages.post("/new")
@allow("rules.preview")
def send() -> Page:
    """Begin a preview, or show what is wrong with the draft by its place."""
    form, data = read_form(PageForm())
    number = request.form.get("rule_set", type=int)
    stored = load_version(number) if number else None
    if data is None:
        return _form_page(form, stored), 422
    try:
        draft = intake.draft_of(data["file"], data["rule_set"], data["purpose"])
        preview = service.start(draft, data["last"])
    except Problem as problem:
        return _form_page(form.refused(problem), stored, problem), problem.status
    return redirect(url_for("rule_previews.show", preview_id=preview.id))


def _form_page(form: Form, stored: StoredTable | None, problem: Problem | None = None) -> str:
    return render_template(
        "previews/new.html",
        form=form,
        stored=stored,
        problem=problem,
        purposes=list(PURPOSES.items()),
        max_bytes=limits.FILE_BYTES_MAX,
        last_max=LAST_MAX,
    )


@pages.get("/<uuid:preview_id>")
@allow("rules.preview")
def show(preview_id: UUID) -> Page:
    """What the preview found: the picture first, then every check that would change."""
    preview = service.get_preview(preview_id)
    job = progress_of(preview)
    form, query = read_form(ChangeQuery(), request.args)
    chosen: dict[str, Any] = query or {"direction": None, "item": None, "cursor": None}
    rows, following = (
        service.page_of_changes(preview, **chosen, limit=PAGE_ROWS, channel="page")
        if job.ended
        else ([], None)
    )
    items = service.by_item(preview.id)
    return render_template(
        "previews/show.html",
        preview=preview,
        job=job,
        form=form,
        rows=[(change, check, causes(change)) for change, check in rows],
        next_cursor=following,
        items=items,
        drawn=items[:ITEMS_SHOWN_MAX],
        item_options=[(one.item, wording.item_label(one.item, one.name)) for one in items],
        flow=flow(preview),
        made_with=_made_with(preview),
        warnings=[unpack(one) for one in preview.warnings],
        words=wording,
        points_text=points_text,
    )


def _made_with(preview: RulePreview) -> list[tuple[StoredTable, int]]:
    """The versions the checks were made with, those of most checks first."""
    counts = sorted(preview.made_with.items(), key=lambda one: (-one[1], int(one[0])))
    versions = load_versions(int(number) for number, _ in counts)
    return [(versions[int(number)], count) for number, count in counts]


@pages.get("/<uuid:preview_id>/status")
@allow("rules.preview")
def status(preview_id: UUID) -> Response:
    """How far a preview has come, for the bar."""
    return progress_of(service.get_preview(preview_id)).answer()


@pages.get("/<uuid:preview_id>/changes.xlsx")
@allow("rules.preview")
def workbook(preview_id: UUID) -> Response:
    """All changes as a workbook."""
    return changes_workbook(service.get_preview(preview_id), render, "page")


def progress_of(preview: RulePreview) -> Progress:
    """A preview as the bar shows it."""
    address = url_for("rule_previews.status", preview_id=preview.id)
    left = service.seconds_left(preview)
    return Progress(preview.state, preview.done, preview.total, address, left)
