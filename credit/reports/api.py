"""REST of credit reports: issue one, read it again, as JSON or PDF."""

from typing import Any

from flask import Response, jsonify, request

from credit.queries.models import Channel
from credit.queries.problems import QueryDenied
from credit.reports import service
from credit.reports.grounds import Wish
from credit.reports.models import CreditReport
from credit.reports.present import present, present_row
from credit.reports.problems import NotOnFile
from credit.reports.render import render_pdf
from credit.reports.schemas import CreditReportAnswer, CreditReportRequest, CreditReportsAnswer
from credit.reports.standing import Standing
from service.access import allow, current_account
from service.api.errors import problem_response
from service.api.idempotency import answer_once, honours_idempotency_key
from service.api.paging import PageArguments
from service.api.shell import api_blueprint
from service.files.kinds import PDF
from service.web.downloads import made_file

blueprint = api_blueprint("reports_api", __name__, "信用报告 Credit reports")


@blueprint.post("/enterprises/<code>/report")
@allow("reports.issue")
@honours_idempotency_key
@blueprint.arguments(CreditReportRequest, required=False)
@blueprint.response(201, CreditReportAnswer)
@blueprint.doc(operationId="enterprises.issue_report")
def issue(body: dict[str, Any], code: str) -> Response:
    """Issue a report of an organisation on a stated basis; it is frozen, signed and logged."""
    basis = body["basis"] or {"kind": None, "reference": ""}
    wish = Wish(code, basis["kind"], basis["reference"], body["paper"], body["id_shown"])
    key, account = request.headers.get("Idempotency-Key"), current_account()
    if key is None or account is None:
        return _issued(wish)
    return answer_once(account.id, key, lambda: _told(wish))


def _told(wish: Wish) -> Response:
    """The answer; a refusal as an answer too, so that its log entry is not rolled back."""
    try:
        return _issued(wish)
    except (QueryDenied, NotOnFile) as problem:
        return problem_response(problem)


def _issued(wish: Wish) -> Response:
    report = service.issue(wish, Channel.api)
    answer = jsonify(CreditReportAnswer().dump(present(report, Standing.current)))
    answer.status_code = 201
    answer.headers["Location"] = f"/api/v1/credit-reports/{report.number}"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@blueprint.get("/enterprises/<code>/report")
@allow("reports.read")
@blueprint.response(200, CreditReportAnswer)
def latest(code: str) -> Any:
    """The latest report of an organisation the caller may see. Issue one by POST first."""
    return present(*service.latest_report(code, channel="api"))


@blueprint.get("/enterprises/<code>/report.pdf")
@allow("reports.read")
@blueprint.response(200, content_type="application/pdf")
def latest_pdf(code: str) -> Response:
    """The same as a signed PDF."""
    return pdf_response(service.latest_report(code, channel="api")[0])


@blueprint.get("/credit-reports")
@allow("reports.read")
@blueprint.arguments(PageArguments, location="query")
@blueprint.response(200, CreditReportsAnswer)
def index(page: dict[str, Any]) -> Any:
    """Reports the caller may see, newest first, without what they say."""
    rows, following = service.list_reports(**page)
    return {"items": [present_row(row) for row in rows], "next_cursor": following}


@blueprint.get("/credit-reports/<number>")
@allow("reports.read")
@blueprint.response(200, CreditReportAnswer)
def read(number: str) -> Any:
    """A report as it was issued, as long as all that it tells may still be told."""
    return present(*service.read_report(number, channel="api"))


@blueprint.get("/credit-reports/<number>/report.pdf")
@allow("reports.read")
@blueprint.response(200, content_type="application/pdf")
def pdf_of_number(number: str) -> Response:
    """The same as a signed PDF."""
    return pdf_response(service.read_report(number, channel="api")[0])


def pdf_response(report: CreditReport) -> Response:
    """The signed PDF; no cache keeps it."""
    pdf = render_pdf(service.envelope_of(report))
    return made_file(pdf, PDF, f"{report.number}.pdf", inline=True)
