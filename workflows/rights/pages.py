"""Pages of requests: what was asked for, and the form, for the person and for the window."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from service.access import Role, allow
from service.api.errors import say
from service.identities.numbers import document_types
from service.identities.reading import kin_of
from service.identities.service import Seen
from service.problems import Problem
from service.rights.looking import log_own_look
from service.rights.me import Me, me
from service.web.forms import Form, read_form
from workflows.engine.models import CaseFile
from workflows.repair.present import present_summary
from workflows.rights import service
from workflows.rights.asking import Asking, at_window, of_account
from workflows.rights.kinds import HINTS, NAMES, Kind
from workflows.rights.limits import LIST_ROWS
from workflows.rights.reading import checks_offered, requests_about
from workflows.rights.schemas import RightsFilter, RightsForm
from workflows.rights.service import Wish

pages = Blueprint("rights_requests", __name__)
Page = str | Response | tuple[str, int]
ACTION = "rights.request"


@pages.get("/me/requests")
@allow(ACTION)
def index() -> Page:
    """What was asked for about the caller; a clerk goes to the list of cases."""
    caller = me()
    if _at_window(caller):
        return redirect(url_for("cases.index", case_type="rights_request", view="all"))
    found = requests_about(caller.identity.subject_index, LIST_ROWS) if caller.identity else []
    log_own_look(caller, ("requests",), str([case.number for case, _ in found]), "page")
    return render_template(
        "rights/requests.html",
        me=caller,
        rows=[(present_summary(case, say), row) for case, row in found],
        own={case.number for case, _ in found if _reaches(case, caller)},
        names=NAMES,
    )


@pages.get("/me/requests/new")
@allow(ACTION)
def new() -> Page:
    """The form; for a clerk with whose document was seen."""
    _, begin = read_form(RightsFilter(), typed=request.args, files={})
    given = begin or {}
    return _form_page(Form.blank(**{key: value for key, value in given.items() if value}))


@pages.post("/me/requests/new")
@allow(ACTION)
def create() -> Page:
    """Hand it in; what is missing or stands against it is told all at once."""
    form, data = read_form(RightsForm())
    if data is None:
        return _form_page(form), 422
    try:
        case = service.open_request(
            _asking(me(), data),
            Wish(data["kind"], data["statement"], data["check"], data["record"]),
            channel="page",
        )
    except Problem as problem:
        return _form_page(form.refused(problem), problem), problem.status
    flash(gettext("已提出，编号 %(number)s。15 个工作日内书面答复。", number=case.number), "ok")
    return redirect(url_for("cases.show", number=case.number), 303)


def _asking(caller: Me, data: dict[str, Any]) -> Asking:
    if not _at_window(caller):
        return of_account(caller.account, data["kin"])
    seen = Seen(data["name"], data["id_type"], data["id_number"], data["document_seen"])
    return at_window(seen, data["kin"])


def _form_page(form: Form, problem: Problem | None = None) -> str:
    caller = me()
    return render_template(
        "rights/new_request.html",
        form=form,
        kinds=[(kind.value, NAMES[kind], HINTS[kind]) for kind in Kind],
        window=_at_window(caller),
        unverified=caller.identity is None and not _at_window(caller),
        types=list(document_types().items()),
        checks=checks_offered(caller.identity),
        standings=_standings(caller),
        refusals=problem.extra.get("refusals", []) if problem else [],
    )


def _standings(caller: Me) -> list[tuple[str, str]]:
    if caller.identity is None or not caller.identity.is_person:
        return []
    return [(one.number, one.deceased_name_sealed) for one in kin_of(caller.identity)]


def _at_window(caller: Me) -> bool:
    return caller.account.role == Role.clerk


def _reaches(case: CaseFile, caller: Me) -> bool:
    """Whether the caller's own account filed it, so that its page is open to the caller."""
    if case.subject_code:
        return case.subject_code == caller.account.subject_code
    return case.created_by_id == caller.account.id
