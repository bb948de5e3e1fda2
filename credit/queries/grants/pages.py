"""Pages of authorisations: record a signed one, look through them, withdraw for the subject."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from credit.counter import told_apart
from credit.queries import authorisations
from credit.queries.authorisations import CATEGORIES
from credit.queries.consent import standing
from credit.queries.form_schemas import GrantForm
from credit.queries.grants.api import new_authorisation
from credit.queries.limits import AUTHORISED_MAX, SCAN_BYTES_MAX
from credit.queries.models import Basis
from credit.queries.purposes import names, purposes_on
from credit.queries.schemas import WithdrawRequest
from credit.queries.wording import CATEGORY_NAMES
from service import clock
from service.access import Scope, allow, current_account, may, scope_of
from service.api.paging import PAGE_ROWS_DEFAULT
from service.problems import Problem
from service.web.downloads import uploaded_file
from service.web.forms import Form, read_form

pages = Blueprint("query_grants", __name__, url_prefix="/query-authorisations")
Page = str | AnyResponse | tuple[str, int]


@pages.get("")
@allow("authorisations.read")
def index() -> str:
    """Authorisations the caller may see, newest first."""
    rows, following = authorisations.list_authorisations(
        cursor=request.args.get("cursor"), limit=PAGE_ROWS_DEFAULT
    )
    today = clock.today()
    return render_template(
        "queries/grants.html",
        rows=[(row, standing(row, today)) for row in rows],
        next_cursor=following,
        purposes=names(),
        may_record=may(current_account(), "authorisations.record"),
    )


@pages.get("/new")
@allow("authorisations.record")
def new() -> str:
    """The form that records a signed authorisation."""
    today = clock.today().isoformat()
    return _form_page(Form.blank(valid_from=today, categories=list(CATEGORIES)))


@pages.post("/new")
@allow("authorisations.record")
def record() -> Page:
    """Record it and show it."""
    form, data = read_form(GrantForm(), told_apart())
    if data is None:
        return _form_page(form), 422
    try:
        row = authorisations.record_authorisation(new_authorisation(data, data["file"]))
    except Problem as problem:
        return _form_page(form.refused(problem)), problem.status
    flash(gettext("授权书已登记，编号 %(number)s。", number=row.number), "ok")
    return redirect(url_for("query_grants.show", number=row.number), 303)


@pages.get("/<number>")
@allow("authorisations.read")
def show(number: str) -> str:
    """One authorisation: for whom, what for, until when."""
    return _show_page(number, Form.blank())


@pages.post("/<number>/withdraw")
@allow("authorisations.withdraw")
def withdraw(number: str) -> Page:
    """Withdraw it for the subject that shows its ID."""
    form, data = read_form(WithdrawRequest())
    if data is None:
        return _show_page(number, form), 422
    try:
        authorisations.withdraw(number, data["reason"])
    except Problem as problem:
        return _show_page(number, form.refused(problem)), problem.status
    flash(gettext("授权已撤回，此后的查询不再获准。"), "ok")
    return redirect(url_for("query_grants.show", number=number), 303)


@pages.get("/<number>/scan")
@allow("authorisations.read")
def scan(number: str) -> Response:
    """The scan of the signed paper."""
    row = authorisations.get_authorisation(number)
    with authorisations.scan_of(row) as stream:
        content = stream.read()
    return uploaded_file(content, row.number)


def _show_page(number: str, form: Form) -> str:
    row = authorisations.get_authorisation(number)
    return render_template(
        "queries/grant.html",
        row=row,
        standing=standing(row, clock.today()),
        digest=authorisations.scan_digest(row) if row.erased_on else None,
        form=form,
        purposes=names(),
        categories=CATEGORY_NAMES,
        may_withdraw=may(current_account(), "authorisations.withdraw"),
    )


def _form_page(form: Form) -> str:
    own = scope_of(current_account(), "authorisations.record") is Scope.unit
    known: list[Any] = [
        (one.code, one.name)
        for one in purposes_on(clock.today())
        if Basis.authorisation in one.basis and one.code != "self_check"
    ]
    return render_template(
        "queries/grant_new.html",
        form=form,
        own=own,
        purposes=known,
        categories=CATEGORY_NAMES,
        max_bytes=SCAN_BYTES_MAX,
        days_max=AUTHORISED_MAX.days,
    )
