"""Pages of what is on record: an organisation's, one record's, and what waits for a decision."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from credit.records import deciding, reading, waiting
from credit.records.importing.amend import COMPARED
from credit.records.present import present_enterprise, present_record
from credit.records.schemas import MatchRequest, TierRequest
from credit.records.wording import CHANGES, STATUSES, TIERS, published_note
from credit.subjects.identifiers.names import FLAG_NAMES
from service.access import allow, current_account, may
from service.api.errors import say
from service.api.paging import PAGE_ROWS_DEFAULT
from service.problems import Problem
from service.web.forms import Form, read_form

pages = Blueprint("record_pages", __name__)
Page = str | Response | tuple[str, int]


@pages.get("/my/records")
@allow("records.read")
def mine() -> Page:
    """What is on record about the enterprise that is signed in."""
    account = current_account()
    if account is None or account.subject_code is None:
        return redirect(url_for("record_pages.find"))
    return _enterprise_page(account.subject_code, own=True)


@pages.get("/records")
@allow("records.read")
def find() -> Page:
    """Look an organisation up by its code."""
    account = current_account()
    if account is not None and account.subject_code is not None:
        return redirect(url_for("record_pages.mine"))
    code = request.args.get("code", "").strip()
    if code:
        try:
            return _enterprise_page(code, own=False)
        except Problem as problem:
            form = Form.blank(code=code).refused(problem)
            return render_template("records/find.html", form=form), problem.status
    return render_template("records/find.html", form=Form.blank())


@pages.get("/records/<int:record_id>")
@allow("records.read")
def show(record_id: int) -> str:
    """One record with its history and where it came from."""
    return _record_page(record_id, Form.blank())


@pages.post("/records/<int:record_id>/tier")
@allow("records.decide_tier")
def decide_tier(record_id: int) -> Page:
    """Set the tier of a record by hand."""
    form, data = read_form(TierRequest())
    if data is None:
        return _record_page(record_id, form), 422
    try:
        deciding.decide_tier(record_id, data["tier"], data["reason"])
    except Problem as problem:
        return _record_page(record_id, form.refused(problem)), problem.status
    flash(gettext("档次已核定，各项日期已重新计算。"), "ok")
    return redirect(url_for("record_pages.show", record_id=record_id), 303)


@pages.get("/subjects/doubted")
@allow("subjects.confirm_flag")
def doubted() -> str:
    """Codes that fail their check and wait for a person with the licence at hand."""
    subjects, following = waiting.doubted_subjects(request.args.get("cursor"), PAGE_ROWS_DEFAULT)
    return render_template(
        "records/doubted.html", subjects=subjects, next_cursor=following, flags=FLAG_NAMES
    )


@pages.post("/subjects/<int:subject_id>/confirm")
@allow("subjects.confirm_flag")
def confirm(subject_id: int) -> Response:
    """Confirm a doubted code."""
    subject = deciding.confirm_subject(subject_id)
    flash(gettext("已确认：%(name)s", name=subject.name), "ok")
    return redirect(url_for("record_pages.doubted"), 303)


@pages.get("/subject-matches")
@allow("records.resolve_match")
def matches() -> str:
    """Names without a number that may be an organisation on file."""
    return _matches_page(Form.blank())


@pages.post("/subject-matches")
@allow("records.resolve_match")
def decide_match() -> Page:
    """Say whether the two are one."""
    form, data = read_form(MatchRequest())
    if data is None:
        return _matches_page(form), 422
    deciding.decide_match(**data)
    flash(gettext("认定已记录。"), "ok")
    return redirect(url_for("record_pages.matches"), 303)


def _enterprise_page(code: str, *, own: bool) -> str:
    found = reading.read_enterprise(
        code, cursor=request.args.get("cursor"), limit=PAGE_ROWS_DEFAULT, channel="page"
    )
    return render_template(
        "records/enterprise.html",
        own=own,
        found=present_enterprise(found, say),
        published={
            record.id: note
            for record in found.records
            if (note := published_note(record.attributes)) is not None
        },
        statuses=STATUSES,
        flags=FLAG_NAMES,
    )


def _record_page(record_id: int, form: Form) -> str:
    found = reading.read_record(record_id, channel="page")
    return render_template(
        "records/record.html",
        form=form,
        found=found,
        record=present_record(found.record, say),
        statuses=STATUSES,
        changes=CHANGES,
        columns=COMPARED,
        tiers=[(tier.value, text) for tier, text in TIERS.items()],
        may_decide=may(current_account(), "records.decide_tier"),
    )


def _matches_page(form: Form) -> str:
    return render_template("records/matches.html", form=form, pairs=waiting.open_pairs())
