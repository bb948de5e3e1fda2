"""Pages of effects: the list of what is not done, and one effect with its proof."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from marshmallow import ValidationError
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from service.access import allow
from service.database import db
from service.problems import Conflict, Problem
from service.web.forms import Form, read_form
from service.web.i18n import render
from workflows.documents.kinds import DocumentKind
from workflows.documents.limits import DOCUMENT_BYTES_MAX
from workflows.documents.reading import documents_of
from workflows.documents.service import NewDocument, attach
from workflows.effects import reading, service
from workflows.effects.asking import has_way
from workflows.effects.kinds import Deed, Effect
from workflows.effects.models import CaseEffect
from workflows.effects.present import (
    present_attempt,
    present_effect,
    present_message,
    receipt_number,
    receipt_proves,
)
from workflows.effects.reading import EffectFilter, Standing
from workflows.effects.schemas import EffectArguments, ProofPageForm, RetryAllForm
from workflows.effects.service import BY_HAND, Proof
from workflows.effects.targets import target_table
from workflows.effects.wording import STANDINGS, STATES, target_name
from workflows.engine.models import CaseFile

pages = Blueprint("effect_pages", __name__)
Page = str | Response | tuple[str, int]


@pages.get("/effects")
@allow("effects.read")
def index() -> str:
    """What is not done yet, or what a filter names."""
    form, wanted = _wanted()
    rows, following = reading.list_effects(wanted, cursor=request.args.get("cursor"))
    return render_template(
        "effects/index.html",
        form=form,
        rows=[(row, present_effect(row, render)) for row in rows],
        badges=STATES,
        cases=reading.cases_named(rows),
        next_cursor=following,
        standings=list(STANDINGS.items()),
        targets=[(code, target_name(code)) for code in target_table().targets],
        circuits=[row for row in reading.circuits() if row.failures],
        target_name=target_name,
        retryable=wanted.standing is Standing.dead and wanted.target is not None and bool(rows),
    )


@pages.get("/effects/<uuid:effect_id>")
@allow("effects.read")
def show(effect_id: UUID) -> str:
    """One effect: what the target is told, every try, the receipt."""
    return _page(reading.get_effect(effect_id), Form.blank())


@pages.post("/effects/<uuid:effect_id>/retry")
@allow("effects.retry")
def retry(effect_id: UUID) -> Response:
    """Give it another set of tries."""
    try:
        service.retry(effect_id)
    except Conflict as problem:
        flash(render(problem.detail), "warn")
    else:
        flash(gettext("已重新安排发送。"), "ok")
    return redirect(url_for("effect_pages.show", effect_id=effect_id), 303)


@pages.post("/effects/retry")
@allow("effects.retry")
def retry_all() -> Response:
    """Give all dead ones of a target another set of tries."""
    _, data = read_form(RetryAllForm())
    target = "" if data is None else data["target"]
    try:
        count = service.retry_all(target) if target else 0
    except Conflict as problem:
        flash(render(problem.detail), "warn")
    else:
        flash(gettext("已重新安排 %(n)s 项。", n=count), "ok")
    return redirect(
        url_for("effect_pages.index", state=Standing.pending, target=target or None), 303
    )


@pages.post("/effects/<uuid:effect_id>/confirm")
@allow("effects.settle")
def confirm(effect_id: UUID) -> Page:
    """Confirm it with proof in hand."""
    form, data = read_form(ProofPageForm())
    effect = reading.get_effect(effect_id)
    if data is None:
        return _page(effect, form), 422
    try:
        document_id = _kept(effect, data["file"]) or data["document_id"]
        proof = Proof(data["receipt_number"], data["reference"], document_id)
        service.confirm_manually(effect_id, proof)
    except Conflict as problem:
        flash(render(problem.detail), "warn")
    except Problem as problem:
        return _page(reading.get_effect(effect_id), form.refused(problem)), problem.status
    else:
        flash(gettext("回执已登记，这一项已确认。"), "ok")
    return redirect(url_for("effect_pages.show", effect_id=effect_id), 303)


def _kept(effect: CaseEffect, upload: FileStorage | None) -> UUID | None:
    """The document that a file sent with the form has become: one of the case like any other."""
    if upload is None or effect.state not in BY_HAND:
        return None
    new = NewDocument(DocumentKind.other, upload.filename or "")
    return attach(effect.message["case"], new, upload.stream.read(DOCUMENT_BYTES_MAX + 1)).id


def _wanted() -> tuple[Form, EffectFilter]:
    """The filter of the address; one that cannot be is left out. Without any: what is not done."""
    typed = request.args.to_dict()
    if not typed.keys() & {"state", "target", "case"}:
        typed["state"] = Standing.open.value
    given = {name: text.strip() for name, text in typed.items() if text.strip()}
    try:
        data = EffectArguments(unknown="exclude").load(given)
    except ValidationError as error:
        data = error.valid_data if isinstance(error.valid_data, dict) else {}
    state = data.get("state")
    wanted = EffectFilter(
        None if state is None else Standing(state), data.get("target"), data.get("case")
    )
    form = Form.blank(state=state, target=wanted.target, case=wanted.case_number)
    return form, wanted


def _page(effect: CaseEffect, form: Form) -> str:
    return render_template(
        "effects/show.html",
        form=form,
        effect=effect,
        shown=present_effect(effect, render),
        badge=STATES[effect.state],
        case=db.session.get_one(CaseFile, effect.case_id),
        history=[present_attempt(row, render) for row in reading.attempts_at(effect.id)],
        told=present_message(effect, render),
        number=receipt_number(effect),
        proves=receipt_proves(effect),
        by_hand=effect.state in BY_HAND,
        retryable=effect.state in BY_HAND and has_way(effect.target),
        documents=[(str(one.id), one.filename) for one in documents_of(effect.case_id)],
        max_bytes=DOCUMENT_BYTES_MAX,
        undoing=Effect(effect.effect).deed is Deed.restore,
    )
