"""Pages of the auditor: look-ups a day by operator, alarms, and the monthly samples."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from service import audit, clock
from service.access import allow
from service.audit.naming import basis, term
from service.audit.options import role_label
from service.database import db, transaction
from service.oversight import reading
from service.oversight.dated import alarm_rules
from service.oversight.models import AlarmKind, LookupSample, Verdict
from service.oversight.sampling import redo
from service.oversight.schemas import AlarmArguments, FoundForm, SettleForm
from service.oversight.settling import note_found, settle
from service.oversight.wording import KINDS, VERDICTS
from service.problems import Problem
from service.web.forms import Form, read_form
from service.web.row_ids import ROW_ID

pages = Blueprint("oversight", __name__, url_prefix="/oversight")
Page = str | Response | tuple[str, int]
READ, SETTLE = "oversight.read", "oversight.settle"


@pages.get("")
@allow(READ)
def index() -> str:
    """Who looked how often, what is to be settled, and which samples wait."""
    return _index(Form.blank())


def _index(form: Form, alarm_id: int | None = None) -> str:
    _, wanted = read_form(AlarmArguments(), typed=request.args, files={})
    settled = bool(wanted and wanted["settled"])
    rows, following = reading.alarms(
        is_open=not settled, cursor=wanted["cursor"] if wanted else None
    )
    today = clock.today()
    return render_template(
        "oversight/index.html",
        form=form,
        alarm_id=alarm_id,
        rows=rows,
        settled=settled,
        next_cursor=following,
        open=reading.open_count(),
        picture=reading.picture(today),
        rules=alarm_rules(today),
        names=reading.names_of(
            [one for row in rows for one in (row.operator_id, row.colleague_id) if one]
        ),
        samples=reading.samples(),
        kinds={kind.value: KINDS[kind] for kind in AlarmKind},
        verdicts={verdict.value: VERDICTS[verdict] for verdict in Verdict},
        role_label=role_label,
    )


@pages.post(f"/alarms/<{ROW_ID}:alarm_id>/settle")
@allow(SETTLE)
def settle_one(alarm_id: int) -> Page:
    """Settle an alarm."""
    form, given = read_form(SettleForm())
    if given is None:
        return _index(form, alarm_id), 422
    try:
        settle(alarm_id, given["verdict"], given["reason"])
    except Problem as problem:
        return _index(form.refused(problem), alarm_id), problem.status
    flash(gettext("预警已处理。"), "ok")
    return redirect(url_for("oversight.index"), 303)


@pages.get("/samples/<month>")
@allow(READ)
def sample(month: str) -> str:
    """A month's sample: each look-up, and what was found of it."""
    return _sample(_month(month), Form.blank())


@pages.post("/samples/<month>/<uuid:entry_id>")
@allow(SETTLE)
def found(month: str, entry_id: UUID) -> Page:
    """Note what one entry showed."""
    first = _month(month)
    form, given = read_form(FoundForm())
    if given is None:
        return _sample(first, form), 422
    try:
        note_found(first, entry_id, **given)
    except Problem as problem:
        return _sample(first, form.refused(problem)), problem.status
    return redirect(url_for("oversight.sample", month=month) + f"#entry-{entry_id}", 303)


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        abort(404)


def _sample(month: date, form: Form) -> str:
    row = db.session.get(LookupSample, month)
    if row is None:
        abort(404)
    rows = reading.drawn(month)
    there = [one.row.entry_id for one in rows if one.entry is not None]
    with transaction():
        audit.record("oversight.sample_read", "lookup_sample", month.isoformat())
    names: dict[str, Any] = {"term": term, "basis": basis, "role_label": role_label}
    return render_template(
        "oversight/sample.html",
        form=form,
        row=row,
        rows=rows,
        same=list(redo(row)) == reading.places(rows) or len(there) < len(rows),
        read=sum(one.row.found_at is not None for one in rows),
        odd=sum(one.row.in_order is False for one in rows),
        **names,
    )
