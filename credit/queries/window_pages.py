"""The window's page: a walk-in shows an ID, or somebody else's signed authorisation."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from credit.counter import fresh_key, told_apart
from credit.queries.answer_pages import answer_page
from credit.queries.authorisations import NewAuthorisation
from credit.queries.form_schemas import Bringing, WindowForm
from credit.queries.limits import SCAN_BYTES_MAX
from credit.queries.rows import read_identifier
from credit.queries.window import PURPOSE, WalkIn, ask_at_window
from credit.subjects.identifiers import TYPE_NAMES, Identifier
from service import clock
from service.access import allow
from service.problems import Problem
from service.web.forms import Form, read_form

pages = Blueprint("window_queries", __name__)
Page = str | AnyResponse | tuple[str, int]
USUAL_DAYS = 30
"""How long an authorisation brought along is suggested to hold."""


@pages.get("/queries/window")
@allow("queries.window")
def new() -> str:
    """The form of a walk-in's query."""
    return _page(Form.blank(brings="in_person", paper="resident_id"))


@pages.post("/queries/window")
@allow("queries.window")
def ask() -> Page:
    """Answer a walk-in, at once."""
    form, data = read_form(WindowForm(), told_apart())
    if data is None:
        return _page(form), 422
    try:
        return answer_page(
            lambda: ask_at_window(_visit(data, clock.today())),
            lambda denied: _page(form.refused(denied)),
            again=url_for("window_queries.new"),
        )
    except Problem as problem:
        return _page(form.refused(problem)), problem.status


def _visit(data: dict[str, Any], today: date) -> WalkIn:
    identifier = read_identifier(None, data["id_number"], today)
    brings = data["brings"]
    return WalkIn(
        identifier=identifier,
        name=data["name"],
        paper=data["paper"],
        id_shown=data["id_shown"],
        in_person=brings is Bringing.IN_PERSON,
        authorisation=data["authorisation"] if brings is Bringing.RECORDED else "",
        new=_brought(data, identifier, today) if brings is Bringing.NEW else None,
    )


def _brought(data: dict[str, Any], identifier: Identifier, today: date) -> NewAuthorisation:
    upload = data["file"]
    return NewAuthorisation(
        identifier=identifier,
        name=data["name"],
        granted_to_unit="",
        purposes=(PURPOSE,),
        valid_from=today,
        valid_until=data["valid_until"] or today + timedelta(days=USUAL_DAYS),
        bearer=data["bearer"],
        scan=None if upload is None else upload.stream,
        filename="" if upload is None else upload.filename or "",
    )


def _page(form: Form) -> str:
    return render_template(
        "queries/window.html",
        form=form,
        form_key=fresh_key(),
        papers=[(code.value, name) for code, name in TYPE_NAMES.items()],
        max_bytes=SCAN_BYTES_MAX,
        today=clock.today(),
        usual_days=USUAL_DAYS,
    )
