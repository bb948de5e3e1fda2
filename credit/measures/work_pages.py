"""Pages of a department: what is proposed to it, and what it does about it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from marshmallow import Schema, ValidationError
from werkzeug.wrappers import Response

from credit.measures import deciding, reading
from credit.measures.models import MeasureApplication
from credit.measures.pages import name_of
from credit.measures.present import present_application, present_changes
from credit.measures.reading import ApplicationFilter
from credit.measures.schemas import (
    ApplicationArguments,
    MeasureFeedbackSchema,
    MeasureReasonSchema,
)
from credit.measures.vocabulary import ApplicationState
from credit.measures.wording import APPLICATION_STATES, HAPPENED, KINDS
from service.access import allow, current_account, may
from service.api.paging import PAGE_ROWS_DEFAULT
from service.problems import Conflict, InvalidInput, NotFound, Problem
from service.web.forms import Form, read_form
from service.web.i18n import render

pages = Blueprint("measure_work", __name__)
Page = str | Response | tuple[str, int]


@pages.get("/measures/work")
@allow("measures.applications")
def index() -> str:
    """Proposals and what became of them; those that wait, unless a filter says otherwise."""
    typed = request.args.to_dict()
    given = {name: text.strip() for name, text in typed.items() if text.strip()}
    if "state" not in typed:
        given["state"] = ApplicationState.proposed.value
    try:
        data: Any = ApplicationArguments(unknown="exclude").load(given)
        wanted = reading.filter_of(data)
    except (ValidationError, InvalidInput):
        data, wanted = {"cursor": None}, ApplicationFilter(ApplicationState.proposed)
    rows, following = reading.list_applications(
        wanted, cursor=data["cursor"], limit=PAGE_ROWS_DEFAULT, channel="page"
    )
    return render_template(
        "measures/work.html",
        form=Form.blank(
            state=wanted.state, measure=wanted.measure, happened=wanted.happened, kind=wanted.kind
        ),
        asked=wanted.asked,
        happened=HAPPENED,
        rows=rows,
        next_cursor=following,
        states=APPLICATION_STATES,
        kinds=KINDS,
        name_of=name_of,
    )


@pages.get("/measures/work/<int:application_id>")
@allow("measures.applications")
def show(application_id: int) -> str:
    """One proposal with what it rests on and what can be done about it."""
    return _page(application_id, Form.blank())


@pages.post("/measures/work/<int:application_id>/confirm")
@allow("measures.confirm")
def confirm(application_id: int) -> Page:
    """Apply the measure."""
    return _done(application_id, Form.blank(), lambda: deciding.confirm(application_id),
                 gettext("已确认实施。办结后请反馈实施情况。"))  # fmt: skip


@pages.post("/measures/work/<int:application_id>/decline")
@allow("measures.confirm")
def decline(application_id: int) -> Page:
    """Decline the proposal, with the reason."""
    return _with_text(application_id, MeasureReasonSchema(), "reason", deciding.decline,
                      gettext("已记为不予实施。"))  # fmt: skip


@pages.post("/measures/work/<int:application_id>/lift")
@allow("measures.confirm")
def lift(application_id: int) -> Page:
    """Lift the measure by hand."""
    return _with_text(application_id, MeasureReasonSchema(), "reason", deciding.lift_by_hand,
                      gettext("措施已解除。"))  # fmt: skip


@pages.post("/measures/work/<int:application_id>/feedback")
@allow("measures.confirm")
def feedback(application_id: int) -> Page:
    """Report what was done and what came of it."""
    return _with_text(application_id, MeasureFeedbackSchema(), "text", deciding.report_back,
                      gettext("反馈已登记。"))  # fmt: skip


def _with_text(
    application_id: int,
    schema: Schema,
    field: str,
    act: Callable[[int, str], MeasureApplication],
    told: str,
) -> Page:
    form, data = read_form(schema)
    if data is None:
        return _page(application_id, form), 422
    return _done(application_id, form, lambda: act(application_id, data[field]), told)


def _done(
    application_id: int, form: Form, act: Callable[[], MeasureApplication], told: str
) -> Page:
    try:
        act()
    except NotFound:
        raise
    except Conflict as problem:
        flash(render(problem.detail), "warn")
    except Problem as problem:
        return _page(application_id, form.refused(problem)), problem.status
    else:
        flash(told, "ok")
    return redirect(url_for("measure_work.show", application_id=application_id), 303)


def _page(application_id: int, form: Form) -> str:
    seen = reading.get_application(application_id, channel="page")
    return render_template(
        "measures/application.html",
        form=form,
        seen=seen,
        shown=present_application(seen, render),
        steps=present_changes(reading.steps_of(seen.application), render),
        states=APPLICATION_STATES,
        kinds=KINDS,
        name=name_of(seen.measure),
        acting=may(current_account(), deciding.ACTION),
    )
