"""Pages of single checks: make one at the counter, see it, find it again."""

from typing import Any

from flask import (
    Blueprint,
    Response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from credit.checks import certificates, corrections, listing, service
from credit.checks.form_schemas import CheckForm, ListFilter, SearchForm
from credit.checks.models import BasisKind, Check
from credit.checks.numbers import tidy_number
from credit.checks.present import present
from credit.checks.replay import Replay, replay
from credit.checks.service import NewCheck
from credit.checks.wording import BASES, OUTCOMES, PURPOSES
from credit.counter import done_once, fresh_key, my_id, told_apart
from credit.subjects.identifiers import TYPE_NAMES, IdType, guess_types, recognise
from service import clock
from service.access import allow, current_account, may
from service.files.kinds import PDF
from service.problems import Problem
from service.web.downloads import made_file
from service.web.forms import Form, read_form
from service.web.i18n import render

pages = Blueprint("checks", __name__)
Page = str | AnyResponse | tuple[str, int]

LAST_CHOICES = "last_check"
"""Session entry with what the clerk chose last: the next person in the queue wants the same."""


@pages.get("/checks/new")
@allow("checks.create")
def new() -> Page:
    """The form of a check, with the choices of the last one."""
    return _form_page(Form.blank(**session.get(LAST_CHOICES, {})))


@pages.post("/checks/new")
@allow("checks.create")
def create() -> Page:
    """Make a check. The same form sent twice makes one check and leads to it both times."""
    form, data = read_form(CheckForm(), told_apart("subject.name", "subject.id_number"))
    if data is None:
        return _form_page(form), 422
    try:
        new_check = _new_check(data)
        response = done_once(lambda: _made(new_check))
    except Problem as problem:
        return _form_page(form.refused(problem)), problem.status
    session[LAST_CHOICES] = _choices(new_check)
    return response


def _new_check(data: dict[str, Any]) -> NewCheck:
    subject, basis = data["subject"], data["basis"]
    return NewCheck(
        purpose=str(data["purpose"]),
        name=subject["name"],
        id_type=_id_type(subject),
        id_number=subject["id_number"],
        basis_kind=BasisKind(basis["kind"]),
        basis_reference=basis["reference"],
        as_of=data["as_of"],
    )


def _id_type(subject: dict[str, Any]) -> IdType:
    """The type chosen, else the one the number fits; a fault lands where it can be mended."""
    if subject["id_type"] is not None:
        return IdType(subject["id_type"])
    number = subject["id_number"]
    field = "subject.id_type" if len(guess_types(number)) > 1 else "subject.id_number"
    return recognise(number, clock.today(), field=field).id_type


def _made(new_check: NewCheck) -> AnyResponse:
    check = service.create_check(new_check, channel="page")
    return redirect(url_for("checks.show", number=check.number), 303)


def _choices(made: NewCheck) -> dict[str, str]:
    """What the next form starts with. An authorisation is one person's and is not kept."""
    kept = {"purpose": made.purpose, "basis.kind": str(made.basis_kind)}
    if made.basis_kind is BasisKind.sharing:
        kept["basis.reference"] = made.basis_reference
    return kept


def _form_page(form: Form) -> str:
    possible = guess_types(form.value("subject.id_number"))
    ambiguous = bool(form.errors_of("subject.id_type")) and len(possible) > 1
    types = possible if ambiguous else tuple(TYPE_NAMES)
    return render_template(
        "checks/new.html",
        form=form,
        form_key=fresh_key(),
        purposes=list(PURPOSES.items()),
        bases=list(BASES.items()),
        id_types=[(id_type, TYPE_NAMES[id_type]) for id_type in types],
        ambiguous=ambiguous,
        today=clock.today(),
    )


@pages.get("/checks/<number>")
@allow("checks.read")
def show(number: str) -> str:
    """The result of a check, why it is so, and what comes next."""
    return _result_page(service.read_check(number, channel="page"))


@pages.get("/checks/<number>/replay")
@allow("checks.read")
def replayed(number: str) -> str:
    """The same page, with the answer whether the frozen facts still give the same result."""
    check = service.read_check(number, channel="page")
    return _result_page(check, replay(check))


@pages.post("/checks/<number>/recheck")
@allow("checks.create")
def recheck(number: str) -> Page:
    """Check anew by today's data; a double click finds that it was done."""
    check = corrections.recheck(number, channel="page")
    return redirect(url_for("checks.show", number=check.number), 303)


def _result_page(check: Check, again: Replay | None = None) -> str:
    account = current_account()
    reviewing = may(account, "checks.confirm")
    return render_template(
        "checks/show.html",
        check=present(check, render),
        note=check.review_note,
        waiting=check.waiting,
        own=check.created_by_id == my_id(),
        may_replay=reviewing or may(account, "audit.read"),
        replay=again,
        next_number=listing.next_waiting(my_id(), check.number) if reviewing else None,
    )


@pages.get("/checks/<number>/certificate.pdf")
@allow("checks.certificate")
def certificate(number: str) -> Response:
    """The signed certificate of a final result, for printing."""
    number, pdf = certificates.certificate_pdf(number)
    return made_file(pdf, PDF, f"{number}.pdf", inline=True)


@pages.get("/checks")
@allow("checks.read")
def index() -> Page:
    """All checks, newest first, masked."""
    form, chosen = read_form(ListFilter(), request.args, {})
    if chosen is None:
        return _list_page([], None, form), 422
    rows, cursor = listing.list_checks(**chosen)
    return _list_page(rows, cursor, form)


@pages.post("/checks/search")
@allow("checks.read")
def search() -> Page:
    """Find a check by its number, or the checks of a subject by the identity number."""
    form, data = read_form(SearchForm())
    if data is None:
        return _list_page([], None, Form.blank(), search_form=form), 422
    try:
        if number := tidy_number(data["number"]):
            return redirect(url_for("checks.show", number=service.get_check(number).number), 303)
        rows = listing.search_by_identifier(data["number"])
    except Problem as problem:
        return (
            _list_page([], None, Form.blank(), search_form=form.refused(problem)),
            problem.status,
        )
    return _list_page(rows, None, Form.blank(), found=True)


def _list_page(
    rows: list[Check],
    cursor: str | None,
    form: Form,
    *,
    search_form: Form | None = None,
    found: bool = False,
) -> str:
    return render_template(
        "checks/index.html",
        rows=rows,
        next_cursor=cursor,
        form=form,
        search_form=search_form or Form.blank(),
        found=found,
        outcomes=list(OUTCOMES.items()),
        purposes=list(PURPOSES.items()),
    )
