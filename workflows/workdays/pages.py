"""Pages of the calendar: a year in pictures and as a list, a term counted, and the import."""

from typing import Any

from flask import Blueprint, Flask, render_template, request
from flask_babel import get_locale

from credit.rules.vocabulary import Evidence
from credit.rules.wording import EVIDENCE
from service import clock
from service.access import allow
from service.audit.naming import name_audit_terms
from service.doctor.registry import add_check
from service.messages import msg
from service.problems import NotFound, Problem
from service.web.forms import Form, read_form
from service.web.shell import HomeCard, shell_of
from workflows.workdays import limits
from workflows.workdays.calendar import Counted
from workflows.workdays.editions import history
from workflows.workdays.hours import hours_on
from workflows.workdays.importing import ImportedYear, import_upload
from workflows.workdays.present import days_of, months_of
from workflows.workdays.schemas import CalendarPageForm, CountArguments
from workflows.workdays.service import current_calendar, official_years
from workflows.workdays.standing import NOTICE_MONTH, look_at_calendar
from workflows.workdays.statutory import years_in_reach
from workflows.workdays.wording import KINDS, SHAPES, holiday_name

pages = Blueprint("calendar", __name__)
Page = str | tuple[str, int]
TERM_DAYS = 10
"""What the calculator suggests: the ten working days of a repair."""


@pages.get("/calendar")
@allow("calendar.read")
def index() -> str:
    """One year, and the terms counted in it."""
    today = clock.today()
    year = request.args.get("year", type=int, default=today.year)
    if year not in years_in_reach():
        raise NotFound(msg("工作日历没有这一年。"))
    return _year_page(year, Form.blank(received_on=today, days=TERM_DAYS))


@pages.get("/calendar/count")
@allow("calendar.read")
def count() -> Page:
    """A term counted day by day."""
    form, data = read_form(CountArguments(), typed=request.args)
    year = clock.today().year
    if data is None:
        return _year_page(year, form), 422
    try:
        counted = current_calendar().add(**data)
    except Problem as problem:
        return _year_page(year, form.refused(problem)), problem.status
    return _year_page(data["received_on"].year, form, counted)


@pages.get("/calendar/import")
@allow("calendar.import")
def choose() -> str:
    """The form that brings in a notice."""
    return _import_page(Form.blank())


@pages.post("/calendar/import")
@allow("calendar.import")
def bring_in() -> Page:
    """Import a notice: all of it, or nothing and every fault by its place."""
    form, data = read_form(CalendarPageForm())
    if data is None:
        return _import_page(form), 422
    upload = data["file"]
    content = upload.stream.read(limits.FILE_BYTES_MAX + 1)
    try:
        done = import_upload(content, upload.filename, data["source"])
    except Problem as problem:
        shown = Form({"source": [data["source"]]}, detail=problem.detail)
        return _import_page(shown, problem=problem), problem.status
    return _import_page(Form.blank(), done=done)


def _year_page(year: int, form: Form, counted: Counted | None = None) -> str:
    calendar = current_calendar()
    plan, days = calendar.plan(year), days_of(calendar, year)
    locale: Any = get_locale()
    reach = years_in_reach()
    return render_template(
        "calendar/index.html",
        year=year,
        plan=plan,
        evidence=EVIDENCE[Evidence(plan.evidence)],
        editions=history(year),
        months=list(months_of(days)),
        odd=[line for line in days if line.name],
        years=[one for one in (year - 1, year + 1) if one in reach],
        official=official_years(calendar),
        weekdays=locale.days["format"]["abbreviated"],
        month_names=locale.months["stand-alone"]["wide"],
        closes_at=f"{hours_on(clock.today()).closes_at:%H:%M}",
        form=form,
        counted=counted,
        days_max=limits.COUNT_DAYS_MAX,
    )


def _import_page(
    form: Form, *, problem: Problem | None = None, done: ImportedYear | None = None
) -> str:
    return render_template(
        "calendar/import.html",
        form=form,
        problem=problem,
        done=done,
        max_bytes=limits.FILE_BYTES_MAX,
        shown_max=limits.MOVED_SHOWN_MAX,
    )


def _year_unknown() -> HomeCard | None:
    """This year while it is guessed, else from November on the next one."""
    today, official = clock.today(), official_years(current_calendar())
    if today.year not in official:
        year = today.year
    elif today.month >= NOTICE_MONTH and today.year + 1 not in official:
        year = today.year + 1
    else:
        return None
    text = msg("{year} 年的放假安排还没有导入，期限暂按周末推算", year=year)
    return HomeCard(msg("放假安排"), 1, text, "calendar.choose")


def init_calendar(app: Flask) -> None:
    """Register with the shell, and make the words of days known to templates."""
    shell = shell_of(app)
    shell.nav_item(msg("工作日历"), "calendar.index", "calendar.read", order=63)
    shell.home_card("calendar.import", _year_unknown)
    app.jinja_env.globals.update(day_kinds=KINDS, day_shapes=SHAPES)
    app.jinja_env.filters["holiday_name"] = holiday_name
    name_audit_terms(
        actions={"calendar.import": msg("导入工作日历")},
        objects={"calendar_edition": msg("工作日历")},
    )
    add_check(app, "workflows.calendar", look_at_calendar)
