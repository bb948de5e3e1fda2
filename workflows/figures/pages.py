"""The page of figures: pictures first, a table behind each."""

from flask import Blueprint, Flask, render_template, request

from service import clock
from service.access import allow
from service.database.replica import from_replica
from service.messages import Message, msg
from service.problems import Problem
from service.statistics.period import period
from service.statistics.registry import register_figures
from service.statistics.schemas import PeriodArguments
from service.web.forms import Form, read_form
from service.web.shell import shell_of
from workflows.engine.naming import name_of
from workflows.engine.registry import definition
from workflows.figures import yearly
from workflows.figures.figures import Load, Step, figures

pages = Blueprint("figures", __name__)
Page = str | tuple[str, int]


@pages.get("/cases/figures")
@allow("cases.figures")
@from_replica
def show() -> Page:
    """How the work goes, for a period."""
    today = clock.today()
    form, data = read_form(PeriodArguments(), request.args)
    try:
        asked = period(data["from_"], data["to"], today) if data else period(None, None, today)
    except Problem as problem:
        form, data, asked = form.refused(problem), None, period(None, None, today)
    page = render_template(
        "figures/show.html",
        form=form if form.errors else Form.blank(**{"from": asked.first, "to": asked.last}),
        found=figures(asked, today),
        state_name=_state_name,
        clock_name=_clock_name,
    )
    return page if data is not None else (page, 422)


def _state_name(one: Load) -> Message:
    found = definition(one.case_type, one.version)
    return msg("{type} · {state}", type=name_of(found), state=name_of(found.states[one.state]))


def _clock_name(one: Step) -> Message:
    found = definition(one.case_type, one.version)
    return msg("{type} · {clock}", type=name_of(found), clock=name_of(found.clocks[one.kind]))


def init_figures(app: Flask) -> None:
    """Register with the shell."""
    shell_of(app).nav_item(msg("办件统计"), "figures.show", "cases.figures", order=31)
    register_figures(app, yearly.PROVIDER)
