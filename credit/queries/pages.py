"""Pages of queries: ask about one or a list, about oneself, and look at past calls."""

from datetime import date
from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from credit.checks.batches.sending import workbook_response
from credit.counter import fresh_key, told_apart
from credit.queries import listing
from credit.queries.answer_pages import answer_page
from credit.queries.answering import Answered
from credit.queries.calls import Call
from credit.queries.form_schemas import Format, ListForm, OneForm
from credit.queries.limits import FILE_BYTES_MAX, SUBJECTS_MAX
from credit.queries.models import Basis, Channel
from credit.queries.own import ask_own
from credit.queries.problems import missing
from credit.queries.purposes import Asker, names, purposes_for
from credit.queries.rows import read_subject, the_one
from credit.queries.schemas import QueryFilter
from credit.queries.service import Ground, ask_many, ask_one, new_call
from credit.queries.sheets import as_csv, as_xlsx, read_file, read_pasted
from credit.queries.streaming import streamed
from credit.queries.wording import BASES, CHANNELS
from service import clock
from service.access import allow
from service.api.paging import PAGE_ROWS_DEFAULT
from service.messages import msg
from service.problems import Problem
from service.web.downloads import CSV_TYPE
from service.web.errors import problem_page
from service.web.forms import Form, read_form

pages = Blueprint("queries", __name__, url_prefix="/queries")
Page = str | AnyResponse | tuple[str, int]


@pages.get("")
@allow("queries.read")
def index() -> str:
    """Past calls the caller may see, newest first."""
    form, data = read_form(QueryFilter(exclude=["limit"]), request.args)
    given = data if data is not None else {}
    rows, following = listing.list_queries(**given, limit=PAGE_ROWS_DEFAULT)
    return render_template(
        "queries/index.html",
        form=form,
        rows=rows,
        next_cursor=following,
        purposes=names(),
        bases=BASES,
        channels=CHANNELS,
    )


@pages.get("/<number>")
@allow("queries.read")
def show(number: str) -> str:
    """One past call: on which ground, and what became of it."""
    row = listing.get_query(number)
    return render_template(
        "queries/show.html", row=row, purposes=names(), bases=BASES, channels=CHANNELS
    )


@pages.get("/new")
@allow("queries.page")
def new() -> str:
    """The form of a query by a department."""
    return _form_page(Form.blank(basis_kind="sharing", format="xlsx"))


@pages.post("/new")
@allow("queries.page")
def ask() -> Page:
    """Answer about one subject, at once."""
    form, data = read_form(OneForm(), told_apart())
    if data is None:
        return _form_page(form), 422
    try:
        return answer_page(
            lambda: _ask_one(data),
            lambda denied: _form_page(form.refused(denied)),
            again=url_for("queries.new"),
        )
    except Problem as problem:
        return _form_page(form.refused(problem)), problem.status


def _ask_one(data: dict[str, Any]) -> tuple[Call, Answered]:
    if not data["id_number"]:
        raise missing("id_number", msg("请填写证件号码或统一社会信用代码。"))
    call = _call(data)
    row = read_subject(0, data["name"], None, data["id_number"], None, call.day)
    return call, ask_one(call, the_one(row))


@pages.post("/list")
@allow("queries.page")
def ask_list() -> Page:
    """Answer about a list with a file, written while the list is worked through."""
    form, data = read_form(ListForm())
    if data is None:
        return _form_page(form, listing_open=True), 422
    try:
        call = _call(data)
        rows = _rows(data, call.day)
    except Problem as problem:
        return _form_page(form.refused(problem), listing_open=True), problem.status
    results = ask_many(call, rows, len(rows))
    if data["format"] is Format.XLSX:
        return workbook_response(as_xlsx(results), f"{call.number}.xlsx")
    return streamed(as_csv(results), CSV_TYPE, f"{call.number}.csv")


def _rows(data: dict[str, Any], day: date) -> list[Any]:
    upload = data["file"]
    if upload is not None:
        rows = read_file(upload.stream, upload.filename or "list", day)
    else:
        rows = read_pasted(data["pasted"], day)
    if not rows:
        raise missing("pasted", msg("请粘贴名单，或选择一个文件。"))
    return rows


def _call(data: dict[str, Any]) -> Call:
    ground = Ground(data["purpose"], data["basis_kind"], data["basis_reference"])
    return new_call(ground, Asker.department, Channel.page)


def _form_page(form: Form, *, listing_open: bool = False) -> str:
    purposes = purposes_for(Asker.department, clock.today())
    return render_template(
        "queries/new.html",
        form_key=fresh_key(),
        form=form if not listing_open else Form.blank(basis_kind="sharing"),
        list_form=form if listing_open else Form.blank(basis_kind="sharing", format="xlsx"),
        listing_open=listing_open,
        purposes=[(one.code, one.name) for one in purposes],
        bases=[(one.value, BASES[one]) for one in (Basis.sharing, Basis.authorisation)],
        max_bytes=FILE_BYTES_MAX,
        max_rows=SUBJECTS_MAX,
    )


@pages.get("/own")
@allow("queries.own")
def own() -> str:
    """What a query about oneself is, and the button that makes it."""
    return render_template("queries/own.html", form_key=fresh_key())


@pages.post("/own")
@allow("queries.own")
def ask_about_oneself() -> Page:
    """Answer the caller about itself; logged like any other query."""
    return answer_page(ask_own, problem_page, again=url_for("queries.own"))
