"""Pages of the register of impact assessments."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from service import clock
from service.access import allow, current_account, may
from service.database import transaction
from service.oversight import assessments
from service.oversight.assessments import NewAssessment
from service.oversight.limits import FILE_BYTES_MAX
from service.oversight.schemas import AssessmentForm
from service.oversight.wording import LEVELS, OCCASIONS
from service.problems import Problem
from service.web.downloads import uploaded_file
from service.web.forms import Form, read_form

pages = Blueprint("assessments", __name__, url_prefix="/assessments")
Page = str | AnyResponse | tuple[str, int]
READ, MANAGE = "assessments.read", "assessments.manage"


@pages.get("")
@allow(READ)
def index() -> str:
    """All assessments: how many stand at which level, then the list."""
    levels = assessments.by_level()
    return render_template(
        "oversight/assessments.html",
        rows=assessments.all_of(),
        shares=[(LEVELS[level], levels.get(level, 0)) for level in LEVELS],
        today=clock.today(),
        occasions=OCCASIONS,
        levels=LEVELS,
        may_record=may(current_account(), MANAGE),
    )


@pages.get("/new")
@allow(MANAGE)
def new() -> str:
    """The form."""
    return _form_page(Form.blank(assessed_on=clock.today().isoformat()))


@pages.post("/new")
@allow(MANAGE)
def create() -> Page:
    """Record an assessment and show it."""
    form, data = read_form(AssessmentForm())
    if data is None:
        return _form_page(form), 422
    try:
        row = assessments.record_assessment(_new(data), data["file"])
    except Problem as problem:
        return _form_page(form.refused(problem)), problem.status
    flash(gettext("评估已登记，编号 %(number)s。", number=row.number), "ok")
    return redirect(url_for("assessments.show", number=row.number), 303)


def _new(data: dict[str, Any]) -> NewAssessment:
    given = {name: value for name, value in data.items() if name != "file"}
    return NewAssessment(**given | {"occasions": tuple(given["occasions"])})


def _form_page(form: Form) -> str:
    standing = [row for row, later in assessments.all_of() if later is None]
    return render_template(
        "oversight/assessment_new.html",
        form=form,
        occasions=list(OCCASIONS.items()),
        levels=list(LEVELS.items()),
        standing=[(row.number, f"{row.title} · {row.number}") for row in standing],
        max_bytes=FILE_BYTES_MAX,
    )


@pages.get("/<number>")
@allow(READ)
def show(number: str) -> str:
    """One assessment."""
    row = assessments.find(number)
    before, after = assessments.neighbours(row)
    return render_template(
        "oversight/assessment.html",
        row=row,
        before=before,
        after=after,
        occasions=OCCASIONS,
        levels=LEVELS,
    )


@pages.get("/<number>/report")
@allow(READ)
def report(number: str) -> Response:
    """The signed report as it was handed in."""
    row = assessments.find(number)
    with transaction(), assessments.open_report(row) as stream:
        content = stream.read()
    return uploaded_file(content, row.number)
