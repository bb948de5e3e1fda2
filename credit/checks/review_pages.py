"""Pages of the reviewer: what waits, and the decision on one check."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from credit.checks import listing, service
from credit.checks.form_schemas import ReviewForm
from credit.checks.present import held_because, present
from credit.checks.resolving import Resolution, resolve
from credit.checks.review import Review, note_of, open_review
from credit.counter import my_id
from credit.rules.vocabulary import Outcome
from service.access import allow
from service.problems import Problem
from service.web.forms import Form, read_form
from service.web.i18n import render

pages = Blueprint("checks_review", __name__)
Page = str | Response | tuple[str, int]


@pages.get("/checks/review")
@allow("checks.confirm")
def worklist() -> str:
    """The checks that await a reviewer, oldest first."""
    rows, cursor = listing.list_waiting(request.args.get("cursor"))
    told = {row.id: [render(one) for one in held_because(row)] for row in rows}
    return render_template(
        "checks/worklist.html", rows=rows, next_cursor=cursor, reasons=told, me=my_id()
    )


@pages.get("/checks/<number>/review")
@allow("checks.confirm")
def review(number: str) -> Page:
    """One check with the facts beside the question; a decided one is shown as it is."""
    opened = open_review(number)
    if opened.decided:
        return redirect(url_for("checks.show", number=opened.check.number))
    first = render(opened.reasons[0]) if opened.reasons else None
    return _review_page(opened, Form.blank(reason=first))


@pages.post("/checks/<number>/review")
@allow("checks.confirm")
def decide(number: str) -> Page:
    """Confirm a negative result, or answer what held a check."""
    form, data = read_form(ReviewForm())
    if data is None:
        return _review_page(open_review(number), form), 422
    note = note_of(data["reason"], data["note"])
    try:
        if service.get_check(number).outcome == Outcome.HELD:
            own = frozenset(data["own_records"])
            resolution = Resolution(data["identity_confirmed"], own, note)
            decided = resolve(number, resolution, channel="page")
        else:
            decided = service.confirm(number, note)
    except Problem as problem:
        if not problem.errors:
            raise
        return _review_page(open_review(number), form.refused(problem)), problem.status
    flash(gettext("%(number)s 复核已完成，结果可以出具。", number=decided.number), "ok")
    return redirect(_way_on(decided.number, form.value("then")), 303)


def _way_on(decided: str, then: str) -> str:
    """To the result, or straight to the next one: what waits then, whatever the button said."""
    following = listing.next_waiting(my_id(), decided) if then else None
    if following:
        return url_for("checks_review.review", number=following)
    return url_for("checks.show", number=decided)


def _review_page(opened: Review, form: Form) -> str:
    return render_template(
        "checks/review.html",
        review=opened,
        check=present(opened.check, render),
        form=form,
        own=opened.check.created_by_id == my_id(),
        next_number=listing.next_waiting(my_id(), opened.check.number),
    )
