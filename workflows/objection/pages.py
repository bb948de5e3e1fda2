"""Pages of objections: what to object to, the form, and what was handed in."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from service import clock
from service.access import Role, allow, current_account
from service.problems import Problem
from service.web.forms import Form, read_form
from workflows.objection import service
from workflows.objection.grounds import Topic, grounds_on
from workflows.objection.limits import REFERENCE_CHARS_MAX
from workflows.objection.looking import Shown, look
from workflows.objection.schemas import ObjectionForm
from workflows.objection.service import CASE_TYPES, Objection

pages = Blueprint("objecting", __name__)
Page = str | Response | tuple[str, int]


@pages.get("/objections")
@allow("cases.read")
def index() -> Response:
    """The objections the caller may see: the desk lists them like all cases."""
    wanted = request.args.get("case_type", CASE_TYPES[Topic.record])
    return redirect(url_for("cases.index", case_type=wanted, view="all"))


@pages.get("/objections/new")
@allow("objections.open")
def new() -> Page:
    """Ask what it is about; once that is known, the form with the matter on top."""
    topic = request.args.get("topic", "")
    reference = request.args.get("reference", "").strip()[:REFERENCE_CHARS_MAX]
    if topic not in set(Topic) or not reference:
        return _choose(Form.blank())
    try:
        shown = look(Topic(topic), reference)
    except Problem as problem:
        return _choose(Form.blank(reference=reference).refused(problem), topic), problem.status
    return _form_page(Form.blank(topic=topic, reference=reference), shown)


@pages.post("/objections/new")
@allow("objections.open")
def create() -> Page:
    """Hand the objection in; what is missing or stands against it is told all at once."""
    form, data = read_form(ObjectionForm())
    if data is None:
        return _again(form), 422
    try:
        case = service.open_objection(
            Objection(
                topic=data["topic"],
                reference=data["reference"],
                ground=data["ground"],
                statement=data["statement"],
                wanted=data["wanted"],
                authorisation=data["authorisation"] or None,
                id_shown=data["id_shown"],
                by_agent=data["by_agent"],
            ),
            channel="page",
        )
    except Problem as problem:
        listed = problem.extra.get("refusals")  # told as a list above the form
        return _again(form if listed else form.refused(problem), problem), problem.status
    flash(gettext("异议已登记，所涉信息已标注。可以继续上传证据材料。"), "ok")
    return redirect(url_for("cases.show", number=case.number), 303)


def _again(form: Form, problem: Problem | None = None) -> str:
    """The form as it was filled in, with the matter on top where it can be told."""
    topic, reference = form.value("topic"), form.value("reference")[:REFERENCE_CHARS_MAX]
    if topic not in set(Topic) or not reference:
        return _choose(form)
    try:
        shown = look(Topic(topic), reference)
    except Problem:
        return _choose(form, topic)
    return _form_page(form, shown, problem)


def _choose(form: Form, tried: str = "") -> str:
    account = current_account()
    return render_template(
        "objection/choose.html",
        form=form,
        tried=tried,
        own_records=account is not None and account.role == Role.enterprise,
        own=account is not None and account.role != Role.clerk,
    )


def _form_page(form: Form, shown: Shown, problem: Problem | None = None) -> str:
    account = current_account()
    grounds = grounds_on(clock.today(), shown.topic)
    return render_template(
        "objection/new.html",
        form=form,
        shown=shown,
        grounds=[(one.code, one.name) for one in grounds],
        window=account is not None and account.role == Role.clerk,
        refusals=problem.extra.get("refusals", []) if problem else shown.refusals,
    )
