"""The page of the year in figures, and the same on paper."""

from datetime import date

from flask import Blueprint, Flask, Response, make_response, render_template, request

from service import clock
from service.access import allow
from service.database.planning import plan_anew
from service.database.replica import from_replica
from service.messages import Message, msg
from service.problems import Problem
from service.statistics import pictures
from service.statistics.paper import pdf_of
from service.statistics.period import Period, period
from service.statistics.present import present_report
from service.statistics.registry import report
from service.statistics.schemas import PeriodArguments
from service.web import cells
from service.web.forms import Form, read_form
from service.web.i18n import render
from service.web.shell import shell_of

pages = Blueprint("statistics", __name__)
ACTION = "statistics.read"
YEARS_OFFERED = 3
Page = str | tuple[str, int]


@pages.get("/statistics")
@allow(ACTION)
@from_replica
def show() -> Page:
    """Every chapter of a period: pictures first, a table behind each."""
    form, asked = _asked()
    return _page(form, asked)


@pages.get("/statistics/report.pdf")
@allow(ACTION)
@from_replica
def paper() -> Response | Page:
    """The report of a period as a PDF; the page that says so where the days make no sense."""
    form, asked = _asked()
    if asked is None:
        return _page(form, None)
    plan_anew()
    response = make_response(pdf_of(report(asked), clock.now()))
    response.content_type = "application/pdf"
    name = f"statistics-{asked.first:%Y%m%d}-{asked.last:%Y%m%d}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _asked() -> tuple[Form, Period | None]:
    """The form with what is wrong in it, and the period asked for where nothing is."""
    form, data = read_form(PeriodArguments(), request.args)
    if data is None:
        return form, None
    try:
        return form, period(data["from_"], data["to"], clock.today())
    except Problem as problem:
        return form.refused(problem), None


def _page(form: Form, asked: Period | None) -> Page:
    """The page of a period; of the last twelve months, with what is wrong, where there is none."""
    today = clock.today()
    told = asked or period(None, None, today)
    plan_anew()
    found = report(told)
    page = render_template(
        "statistics/show.html",
        form=form if form.errors else Form.blank(**{"from": told.first, "to": told.last}),
        found=found,
        shown=present_report(found, render),
        years=_years(today),
        pictures=pictures,
        now=cells.told(name_of(told)),
        before=cells.told(name_of(told.a_year_before)),
    )
    return page if asked is not None else (page, 422)


def name_of(asked: Period) -> Message:
    """A period in words: a year, or from when to when."""
    if asked.whole_year is not None:
        return msg("{year}年", year=asked.whole_year)
    return msg("{first} 至 {last}", first=asked.first.isoformat(), last=asked.last.isoformat())


def _years(today: date) -> list[tuple[Message, str, str]]:
    return [
        (msg("{year}年", year=year), f"{year}-01-01", f"{year}-12-31")
        for year in range(today.year, today.year - YEARS_OFFERED, -1)
    ]


def init_statistics(app: Flask) -> None:
    """Register with the shell."""
    shell_of(app).nav_item(msg("年度统计"), "statistics.show", ACTION, order=32)
