"""Pages of applicants: the three doors, what is on record, and an application in three steps."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from credit.records.present import present_enterprise
from credit.records.reading import read_enterprise
from service import clock
from service.access import allow, current_account
from service.api.errors import say
from service.api.paging import PAGE_ROWS_DEFAULT
from service.problems import Problem
from service.web.forms import Form, read_form
from workflows.applicant.looking import look
from workflows.applicant.schemas import ApplyForm
from workflows.applicant.timeline import line
from workflows.documents.pages import document_panel
from workflows.engine.reading import get_case
from workflows.engine.registry import definition
from workflows.reads import log_case
from workflows.repair import service
from workflows.repair.application import Application
from workflows.repair.present import present_case

pages = Blueprint("applicant", __name__)
Page = str | Response | tuple[str, int]


@pages.get("/repair")
@allow("repair.guide")
def guide() -> str:
    """The three doors: repair, objection, bank credit. Free of charge; beware of swindlers."""
    return render_template("repair/guide.html")


@pages.get("/repair/records")
@allow("cases.open")
def records() -> Page:
    """What is on record about an enterprise, each record as a line of time with one button."""
    account = current_account()
    own = account is not None and account.subject_code is not None
    code = account.subject_code if own and account else request.args.get("code", "").strip()
    if not code:
        return render_template("repair/find.html", form=Form.blank())
    try:
        found = read_enterprise(
            code, cursor=request.args.get("cursor"), limit=PAGE_ROWS_DEFAULT, channel="page"
        )
    except Problem as problem:
        form = Form.blank(code=code).refused(problem)
        return render_template("repair/find.html", form=form), problem.status
    shown = present_enterprise(found, say)
    today = clock.today()
    lines = {record["id"]: line(record, today) for record in shown["records"]}
    return render_template("repair/records.html", found=shown, lines=lines, own=own)


@pages.get("/repair/new")
@allow("cases.open")
def new() -> Page:
    """The first step: confirm the records and what is known about them."""
    chosen = request.args.getlist("record")
    if not chosen:
        return redirect(url_for("applicant.records"))
    form, data = read_form(ApplyForm(), request.args)
    if data is None:
        return _apply_page(form, []), 422
    return _apply_page(form, data["record"])


@pages.post("/repair/new")
@allow("cases.open")
def apply() -> Page:
    """Open the case; what stands against it is told all at once."""
    form, data = read_form(ApplyForm())
    if data is None:
        return _apply_page(form, []), 422
    try:
        case = service.open_repair(
            Application(
                record_ids=tuple(data["record"]),
                case_type=data["case_type"] or None,
                authorisation=data["authorisation"] or None,
                by_agent=data["by_agent"],
                by_administrator=data["by_administrator"],
                performed_on=data["performed_on"],
            ),
            channel="page",
        )
    except Problem as problem:
        return _apply_page(form.refused(problem), data["record"]), problem.status
    return redirect(url_for("applicant.materials", number=case.number), 303)


@pages.get("/repair/<number>/materials")
@allow("cases.open")
def materials(number: str) -> Page:
    """The second step: the documents the law allows, one by one, each with its own upload."""
    case = get_case(number)
    initial = definition(case.case_type, case.definition_version).initial
    if case.state != initial:
        return redirect(url_for("cases.show", number=case.number))
    log_case(case, "page")
    shown = present_case(case, say)
    need = _need(shown["checklist"])
    wanted = {"kind": need["kind"], "record_id": need["record_id"]} if need else {}
    return render_template(
        "repair/materials.html",
        case=case,
        shown=shown,
        documents=document_panel(case),
        form=Form.blank(**wanted),
        next=need,
    )


@pages.get("/repair/<number>/check")
@allow("cases.open")
def check(number: str) -> Page:
    """The third step: look at everything once more, then submit."""
    case = get_case(number)
    shown = present_case(case, say)
    submit = next((one for one in shown["actions"] if one["code"] == "submit"), None)
    if submit is None:
        return redirect(url_for("cases.show", number=case.number))
    log_case(case, "page")
    missing = [need for need in shown["checklist"] if need["state"] == "missing"]
    return render_template(
        "repair/check.html",
        case=case,
        shown=shown,
        submit=submit,
        missing=missing,
        documents=document_panel(case),
    )


def _need(checklist: list[dict[str, Any]]) -> dict[str, Any] | None:
    """What to hand in next: what the address asks for, else the first that is missing."""
    missing = [one for one in checklist if one["state"] == "missing"]
    asked = (request.args.get("kind"), request.args.get("record_id", ""))
    chosen = [one for one in missing if (one["kind"], str(one["record_id"] or "")) == asked]
    return next(iter(chosen or missing), None)


def _apply_page(form: Form, record_ids: list[int]) -> str:
    account = current_account()
    return render_template(
        "repair/apply.html",
        form=form,
        records=look(record_ids) if record_ids else [],
        own=account is not None and account.subject_code is not None,
    )
