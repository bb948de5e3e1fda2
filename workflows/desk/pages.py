"""Pages of cases: the list of work, one case with all that belongs to it, and its actions."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from marshmallow import EXCLUDE, ValidationError
from werkzeug.wrappers import Response

from service import clock
from service.access import allow, current_account, may
from service.api.errors import say
from service.messages import Message
from service.notices.models import Notice
from service.notices.service import told_of
from service.packed import unpack
from service.problems import FieldError, InvalidInput, Problem
from service.web.forms import Form, read_form
from workflows.desk import listing
from workflows.desk.forms import action_forms
from workflows.desk.progress import asked_of_applicant, days_left, stations
from workflows.desk.schemas import ActionForm, BulkForm, CompareForm, ListForm
from workflows.desk.side_by_side import may_compare, side_by_side_page
from workflows.desk.wording import ALARMS, AS_WISHED, CHANNELS, CLOCK_STATES
from workflows.disputes.matter import matter_of
from workflows.documents.pages import document_panel
from workflows.documents.problems import DocumentUnknown
from workflows.effects.wording import STATES as EFFECT_STATES
from workflows.engine.addresses import is_objection
from workflows.engine.fire import Firing, fire, fire_many
from workflows.engine.models import CaseFile
from workflows.engine.naming import name_of
from workflows.engine.parties import current_caller, parties_of
from workflows.engine.party import Party
from workflows.engine.reading import get_case
from workflows.engine.registry import definition
from workflows.objection.present import matter_told
from workflows.objection.standing import can_be_objected_to
from workflows.reads import log_case
from workflows.repair import service as repair
from workflows.repair.guards import can_be_revoked
from workflows.repair.present import present_case, present_summary
from workflows.repair.schemas import RevocationRequest
from workflows.rights.present import asked_told
from workflows.rights.reading import is_request

pages = Blueprint("cases", __name__)
Page = str | Response | tuple[str, int]
MESSAGES_SHOWN = 5
"""Messages a case's page repeats; the others are under “消息”."""


@pages.get("/cases")
@allow("cases.read")
def index() -> Page:
    """The cases whose turn is the caller's, the first due on top; or all it may see."""
    form, wanted = read_form(ListForm(), request.args)
    if wanted is None:
        return _index_page(ListForm().load({}), form), 422
    if wanted["number"]:
        try:
            return redirect(url_for("cases.show", number=get_case(wanted["number"]).number))
        except Problem as problem:
            form = Form.blank(number=wanted["number"]).refused(
                type(problem)(problem.detail, errors=[_no_case(problem)])
            )
            return _index_page(wanted | {"number": ""}, form), problem.status
    try:
        return _index_page(wanted, Form.blank(**wanted))
    except InvalidInput as problem:  # days that make no period
        plain = wanted | {"happened": ""}
        return _index_page(plain, Form.blank(**wanted).refused(problem)), problem.status


def _no_case(problem: Problem) -> FieldError:
    return FieldError("number", problem.code, problem.detail)


@pages.post("/cases/bulk")
@allow("cases.act")
def act_on_many() -> Page:
    """One action on the cases that are ticked; each has its own answer."""
    _, data = read_form(BulkForm())
    if data is None:
        flash(gettext("请先勾选办件，再选择要办理的事项。"), "warn")
        return redirect(url_for("cases.index"), 303)
    answers = fire_many(data["numbers"], Firing(data["action"]))
    return render_template("cases/bulk.html", answers=answers)


@pages.get("/cases/<number>")
@allow("cases.read")
def show(number: str) -> str:
    """One case: where it stands, what is due, what can be done, and how it came here."""
    return _case_page(get_case(number))


@pages.get("/cases/<number>/side-by-side")
@allow("cases.read")
def side_by_side(number: str) -> str:
    """A document of a case beside the record it is about, with the decision below."""
    case = get_case(number)
    try:
        wanted = CompareForm().load(request.args, unknown=EXCLUDE)["document"]
    except ValidationError as error:
        raise DocumentUnknown from error
    return side_by_side_page(case, wanted)


@pages.post("/cases/<number>/actions/<action>")
@allow("cases.act")
def act(number: str, action: str) -> Page:
    """Take one action."""
    form, data = read_form(ActionForm())
    if data is None:
        return _case_page(get_case(number), form, action), 422
    try:
        case = fire(number, _firing(action, data, form, get_case(number)))
    except Problem as problem:
        return _case_page(get_case(number), form.refused(problem), action, problem), problem.status
    rule = definition(case.case_type, case.definition_version).actions[action]
    flash(gettext("已办理：%(action)s", action=say(name_of(rule))), "ok")
    return redirect(url_for("cases.show", number=case.number), 303)


@pages.post("/cases/<number>/revocation")
@allow("cases.revoke")
def take_up(number: str) -> Page:
    """Take a granted repair up again; its party is heard first."""
    form, data = read_form(RevocationRequest())
    if data is None:
        return _case_page(get_case(number), form, "revocation"), 422
    try:
        case = repair.open_revocation(number, data["concern"], channel="page")
    except Problem as problem:
        page = _case_page(get_case(number), form.refused(problem), "revocation", problem)
        return page, problem.status
    flash(gettext("已立案核查，请先听取企业的陈述申辩。"), "ok")
    return redirect(url_for("cases.show", number=case.number), 303)


def _firing(action: str, data: Mapping[str, Any], form: Form, case: CaseFile) -> Firing:
    """The wish of a form: the prepared reason, what was added to it, and the fields asked for."""
    found = definition(case.case_type, case.definition_version)
    rule = found.actions.get(action)
    reason = " ".join(text for text in (data["prepared"].strip(), data["reason"].strip()) if text)
    fields = {field.name: form.value(field.name) for field in rule.fields} if rule else {}
    return Firing(action, reason, fields, version=data["version"])


def _index_page(wanted: dict[str, Any], form: Form) -> str:
    found = listing.listed(wanted)
    return render_template(
        "cases/index.html",
        form=form,
        found=found,
        rows=[present_summary(case, say) for case in found.cases],
        worlds=[str(world) for world in listing.worlds()],
        case_types=listing.case_types(),
        standings=listing.STANDINGS,
        happened=listing.HAPPENED_NAMES,
        alarms=ALARMS,
        as_wished=AS_WISHED,
        name_of=name_of,
        today=clock.today(),
    )


def _case_page(
    case: CaseFile,
    form: Form | None = None,
    tried: str | None = None,
    problem: Problem | None = None,
) -> str:
    log_case(case, "page")
    shown = present_case(case, say)
    found = definition(case.case_type, case.definition_version)
    today = clock.today()
    live = [one for one in shown["clocks"] if one["state"] in ("running", "paused")]
    parties = parties_of(case, current_caller())
    own, your_turn = Party.applicant in parties, case.owner in parties
    return render_template(
        "cases/show.html",
        case=case,
        shown=shown,
        stations=stations(found, case.state, [one["to_state"] for one in shown["events"]]),
        live=[(one, days_left(one, today)) for one in live],
        today=today,
        actions=action_forms(case, shown, form, tried),
        matter=None if case.about is None else matter_of(case),
        objection=matter_told(case, say) if is_objection(case) else None,
        asked=asked_told(case, say) if is_request(case) else None,
        objectionable=may(current_account(), "objections.open") and can_be_objected_to(case),
        own=own,
        your_turn=your_turn,
        asked_of_me=asked_of_applicant(shown["events"]) if own and your_turn else None,
        steps_go_on=_steps_go_on(shown),
        comparing=may_compare(case),
        documents=document_panel(case),
        messages=_messages(case),
        problem=problem,
        refusals=problem.extra.get("refusals", []) if problem else [],
        revocable=may(current_account(), "cases.revoke") and can_be_revoked(case),
        revocation_form=form if tried == "revocation" and form else Form.blank(),
        alarms=ALARMS,
        as_wished=AS_WISHED,
        channels=CHANNELS,
        clock_states=CLOCK_STATES,
        effect_states=EFFECT_STATES,
    )


def _steps_go_on(shown: dict[str, Any]) -> bool:
    """Whether the caller completes a draft by the three steps of an application."""
    submits = any(one["code"] == "submit" for one in shown["actions"])
    return submits and bool(shown["checklist"]) and may(current_account(), "cases.open")


def _messages(case: CaseFile) -> list[tuple[Notice, Message, Message]]:
    """What the applicant was told of the case lately; the others find it in their lists."""
    me = current_account()
    if me is None or Party.applicant not in parties_of(case, current_caller()):
        return []
    rows = told_of(me.id, f"/cases/{case.number}", MESSAGES_SHOWN)
    return [(row, unpack(row.subject), unpack(row.body)) for row in rows]
