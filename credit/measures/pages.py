"""Pages of the register: what is published for everybody, and what the office keeps."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from marshmallow import ValidationError
from werkzeug.wrappers import Response

from credit.measures import reading, register
from credit.measures.catalogue import edition_on
from credit.measures.figures import NOTHING, figures_of
from credit.measures.form_schemas import MeasureForm, as_form
from credit.measures.models import Measure
from credit.measures.present import item_name, present_changes, present_figures
from credit.measures.reading import MANAGE, MeasureFilter
from credit.measures.schemas import MeasureArguments, MeasureReasonSchema
from credit.measures.vocabulary import MeasureKind, MeasureState
from credit.measures.wording import KINDS, LEVELS, STATES
from credit.rules.vocabulary import FactKind
from credit.subjects.identifiers.names import KIND_NAMES
from service import clock
from service.access import allow, current_account, may
from service.api.paging import PAGE_ROWS_DEFAULT
from service.database import db
from service.problems import Problem
from service.web.forms import Form, read_form
from service.web.i18n import ENGLISH, language, render

pages = Blueprint("measures", __name__)
Page = str | Response | tuple[str, int]
BAD_KINDS = [kind for kind in FactKind if kind is not FactKind.HONOUR]


@pages.get("/measures")
@allow("measures.read")
def index() -> str:
    """The measures in force, for everybody to read."""
    return _register("measures/index.html", MeasureState.active)


@pages.get("/measures/manage")
@allow("measures.manage")
def manage() -> str:
    """All measures, drafts as well, with their figures."""
    return _register("measures/manage.html", None)


@pages.get("/measures/<number>")
@allow("measures.read")
def show(number: str) -> str:
    """One measure: what it is, on which basis, and what became of it."""
    return _measure_page(reading.get_measure(number), Form.blank())


@pages.get("/measures/new")
@allow("measures.manage")
def new() -> str:
    """The form that draws a measure up."""
    kind = request.args.get("kind")
    return _form_page(Form.blank(kind=kind, valid_from=clock.today().isoformat()), None)


@pages.post("/measures/new")
@allow("measures.manage")
def draw_up() -> Page:
    """Draw a measure up."""
    form, data = read_form(MeasureForm())
    if data is None:
        return _form_page(form, None), 422
    try:
        measure = register.draw_up(data["measure"])
    except Problem as problem:
        return _form_page(form.refused(problem), None), problem.status
    flash(gettext("草案已保存，生效前不公布、不实施。"), "ok")
    return redirect(url_for("measures.show", number=measure.number), 303)


@pages.get("/measures/<number>/revise")
@allow("measures.manage")
def change(number: str) -> Page:
    """The same form with a draft in it."""
    measure = reading.get_measure(number)
    if measure.state != MeasureState.draft:
        return redirect(url_for("measures.show", number=measure.number))
    return _form_page(Form.blank(**as_form(measure)), measure)


@pages.post("/measures/<number>/revise")
@allow("measures.manage")
def revise(number: str) -> Page:
    """Change a draft."""
    form, data = read_form(MeasureForm())
    measure = reading.get_measure(number)
    if data is None:
        return _form_page(form, measure), 422
    try:
        register.revise(number, data["version"] or 0, data["measure"])
    except Problem as problem:
        return _form_page(form.refused(problem), measure), problem.status
    flash(gettext("草案已修改。"), "ok")
    return redirect(url_for("measures.show", number=measure.number), 303)


@pages.post("/measures/<number>/activate")
@allow("measures.manage")
def activate(number: str) -> Page:
    """Bring a draft into force."""
    try:
        measure = register.activate(number)
    except Problem as problem:
        form = Form.blank().refused(problem)
        return _measure_page(reading.get_measure(number), form), problem.status
    flash(gettext("措施已生效并公布，系统正在查找符合条件的记录。"), "ok")
    return redirect(url_for("measures.show", number=measure.number), 303)


@pages.post("/measures/<number>/end")
@allow("measures.manage")
def end(number: str) -> Page:
    """End a measure for good."""
    form, data = read_form(MeasureReasonSchema())
    if data is None:
        return _measure_page(reading.get_measure(number), form), 422
    try:
        measure = register.end(number, data["reason"])
    except Problem as problem:
        return _measure_page(reading.get_measure(number), form.refused(problem)), problem.status
    flash(gettext("措施已终止，依此实施的全部解除。"), "ok")
    return redirect(url_for("measures.show", number=measure.number), 303)


def name_of(measure: Measure) -> str:
    """A measure's name in the reader's language, as far as it has one."""
    return (measure.name_en if language() == ENGLISH else None) or measure.name


def _register(template: str, state: MeasureState | None) -> str:
    form, wanted, cursor = _wanted(state)
    rows, following = reading.list_measures(wanted, cursor=cursor, limit=PAGE_ROWS_DEFAULT)
    found = figures_of(db.session(), [row.id for row in rows])
    return render_template(
        template,
        form=form,
        rows=rows,
        next_cursor=following,
        figures={row.id: found.get(row.id, NOTHING) for row in rows},
        departments=[(unit, unit) for unit in reading.departments()],
        name_of=name_of,
        item_name=item_name,
        **_words(),
    )


def _wanted(state: MeasureState | None) -> tuple[Form, MeasureFilter, str | None]:
    """The filter of the address; one that cannot be is left out."""
    given = {name: text.strip() for name, text in request.args.items() if text.strip()}
    try:
        data: Any = MeasureArguments(unknown="exclude").load(given)
    except ValidationError as error:
        data = error.valid_data
    kind, asked = data.get("kind"), data.get("state")
    wanted = MeasureFilter(
        MeasureKind(kind) if kind else None,
        MeasureState(asked) if asked else state,
        data.get("department"),
    )
    form = Form.blank(kind=wanted.kind, state=wanted.state, department=wanted.department)
    return form, wanted, data.get("cursor")


def _measure_page(measure: Measure, form: Form) -> str:
    found = figures_of(db.session(), [measure.id]).get(measure.id, NOTHING)
    managing = may(current_account(), MANAGE)
    return render_template(
        "measures/show.html",
        measure=measure,
        form=form,
        managing=managing,
        figures=present_figures(found, render),
        history=present_changes(reading.history_of(measure), render) if managing else [],
        name=name_of(measure),
        item=item_name(measure.catalogue_item),
        **_words(),
    )


def _form_page(form: Form, measure: Measure | None) -> str:
    edition = edition_on(clock.today())
    items = [(one.code, one.name) for one in edition.items.values() if one.subject_kinds]
    return render_template(
        "measures/form.html",
        form=form,
        measure=measure,
        edition=edition,
        items=items + [(one.code, one.name) for one in edition.incentives.values()],
        bad_kinds=BAD_KINDS,
        honour=FactKind.HONOUR,
        **_words(),
    )


def _words() -> dict[str, Any]:
    return {
        "kinds": KINDS,
        "states": STATES,
        "levels": LEVELS,
        "subject_kinds": KIND_NAMES,
        "today": clock.today(),
    }
