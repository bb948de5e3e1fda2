"""Pages of credit reports: issue one, read it, print it."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, Flask, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from credit.queries.models import Basis, Channel
from credit.queries.wording import BASES
from credit.reports import service
from credit.reports.api import pdf_response
from credit.reports.grounds import Wish
from credit.reports.layout import style_of
from credit.reports.schemas import CreditReportForm
from credit.reports.standing import Standing
from credit.reports.wording import MARKS, NOTHING, TITLE
from credit.subjects.identifiers import TYPE_NAMES, IdType
from service.access import Scope, allow, current_account, may, scope_of
from service.api.paging import PAGE_ROWS_DEFAULT
from service.messages import msg
from service.problems import Problem
from service.web.forms import Form, read_form
from service.web.shell import shell_of

pages = Blueprint("reports", __name__, url_prefix="/reports")
Page = str | Response | Redirect | tuple[str, int]
GROUNDS = {"authorisation": Basis.authorisation, "sharing": Basis.sharing}
FIELDS = {"basis": "ground", "basis.reference": "reference"}
PAPERS = [(str(one), name) for one, name in TYPE_NAMES.items() if one is not IdType.USCC]


@pages.get("")
@allow("reports.read")
def index() -> str:
    """Past reports, and the form that issues one."""
    code = request.args.get("code", "")[:64]
    return _index_page(Form.blank(code=code, paper="resident_id", ground=_usual()))


@pages.post("")
@allow("reports.issue")
def issue() -> Page:
    """Issue a report, or show what is wrong."""
    form, data = read_form(CreditReportForm())
    if data is None:
        return _index_page(form), 422
    try:
        report = service.issue(_wish(data), Channel.page)
    except Problem as problem:
        return _index_page(_beside_fields(form.refused(problem))), problem.status
    return redirect(url_for("reports.show", number=report.number))


def _beside_fields(form: Form) -> Form:
    """Faults of the basis by the names this form has for its parts."""
    return replace(form, errors={FIELDS.get(name, name): form.errors[name] for name in form.errors})


def _wish(data: dict[str, Any]) -> Wish:
    basis = GROUNDS.get(data["ground"])
    return Wish(data["code"], basis, data["reference"], data["paper"], data["id_shown"])


def _usual() -> str:
    """The ground people of the caller's role state most."""
    account = current_account()
    if not may(account, "reports.issue"):
        return ""
    usual = {Scope.unit: "sharing", Scope.all: "in_person", Scope.own: "own"}
    return usual[scope_of(account, "reports.issue")]


def _index_page(form: Form) -> str:
    account = current_account()
    rows, following = service.list_reports(
        cursor=request.args.get("cursor"), limit=PAGE_ROWS_DEFAULT
    )
    return render_template(
        "reports/index.html",
        form=form,
        rows=rows,
        next_cursor=following,
        usual=_usual(),
        own_code=account.subject_code if account else None,
        papers=PAPERS,
        bases=BASES,
    )


@pages.get("/<number>")
@allow("reports.read")
def show(number: str) -> str:
    """One report, its figures first."""
    report, standing = service.read_report(number, channel="page")
    return render_template(
        "reports/show.html",
        report=report,
        content=service.envelope_of(report).content,
        grown=standing is Standing.grown,
        title=TITLE,
        marks=MARKS,
        nothing=NOTHING,
        style_of=style_of,
        basis=BASES[Basis(report.basis_kind)],
    )


@pages.get("/<number>/report.pdf")
@allow("reports.read")
def pdf(number: str) -> Response:
    """The signed PDF."""
    return pdf_response(service.read_report(number, channel="page")[0])


def init_reports(app: Flask) -> None:
    """Put the reports into the navigation."""
    shell_of(app).nav_item(msg("信用报告"), "reports.index", "reports.read", order=35)
