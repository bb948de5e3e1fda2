"""Pages of the rule tables: what is in force, one table to read, and the import."""

from flask import Blueprint, Flask, current_app, render_template
from marshmallow import Schema, fields

from credit.rules import limits, wording
from credit.rules.listing import list_series
from credit.rules.load import read_upload
from credit.rules.service import ImportSummary, import_rules, load_version
from service import clock
from service.access import allow
from service.messages import msg
from service.problems import Problem
from service.settings import Settings
from service.web.forms import Form, read_form
from service.web.row_ids import ROW_ID
from service.web.shell import shell_of

pages = Blueprint("rules", __name__)
Page = str | tuple[str, int]


class ImportForm(Schema):
    """The form that brings in a rule file."""

    file = fields.Raw(required=True)


@pages.get("/rules")
@allow("rules.read")
def index() -> str:
    """The tables in force, and all versions ever imported."""
    settings: Settings = current_app.config["SETTINGS"]
    series = list_series(clock.today(), settings.district)
    return render_template("rules/index.html", series=series, own_district=settings.district)


@pages.get(f"/rules/<{ROW_ID}:rule_set_id>")
@allow("rules.read")
def show(rule_set_id: int) -> str:
    """One version of one table, in words."""
    stored = load_version(rule_set_id)
    note = str(stored.table.body.get("note") or "").strip()
    return render_template("rules/show.html", stored=stored, words=wording, note=note)


@pages.get("/rules/import")
@allow("rules.import")
def choose() -> str:
    """The form that brings in a rule file."""
    return _import_page(Form.blank())


@pages.post("/rules/import")
@allow("rules.import")
def bring_in() -> Page:
    """Import a rule file: all of it, or nothing and every fault by its place."""
    form, data = read_form(ImportForm())
    if data is None:
        return _import_page(form), 422
    try:
        summary = import_rules(read_upload(data["file"].stream))
    except Problem as problem:
        return _import_page(Form(detail=problem.detail), problem=problem), problem.status
    return _import_page(Form.blank(), summary=summary)


def _import_page(
    form: Form, *, problem: Problem | None = None, summary: ImportSummary | None = None
) -> str:
    return render_template(
        "rules/import.html",
        form=form,
        problem=problem,
        summary=summary,
        max_bytes=limits.FILE_BYTES_MAX,
    )


def init_rules(app: Flask) -> None:
    """Register the entry of the navigation."""
    shell_of(app).nav_item(msg("评分规则"), "rules.index", "rules.read", order=60)
