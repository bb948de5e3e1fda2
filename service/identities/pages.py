"""Pages of the window: verify who stands there, record next of kin, hand out their copy."""

from typing import Any

from flask import (
    Blueprint,
    Flask,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext
from sqlalchemy import select
from werkzeug.wrappers import Response

from service.access import allow
from service.accounts.models import Account
from service.api.paging import page_of
from service.audit.naming import name_audit_terms
from service.database import db
from service.identities.kin import NewKin, end_kin, list_kin, open_kin, record_kin
from service.identities.limits import LIST_ROWS
from service.identities.models import AccountIdentity
from service.identities.numbers import document_types
from service.identities.schemas import EndForm, KinForm, ListArguments, VerifyForm
from service.identities.service import Opened, Seen, end, open_for, verify
from service.identities.wording import RELATIONS, STANDINGS
from service.messages import msg
from service.problems import Problem
from service.rights.deceased import copy_page
from service.web.forms import Form, read_form
from service.web.row_ids import ROW_ID
from service.web.shell import shell_of

pages = Blueprint("identities", __name__, url_prefix="/identities")
Page = str | Response | tuple[str, int]
ACTION = "identities.verify"


@pages.get("")
@allow(ACTION)
def index() -> str:
    """The form of the counter, and what was verified before."""
    return _page(Form.blank())


@pages.post("")
@allow(ACTION)
def create() -> Page:
    """Verify somebody: open an account, or tie an account there is."""
    form, given = read_form(VerifyForm())
    if given is None:
        return _page(form), 422
    account, greeting = given.pop("account"), given.pop("greeting")
    try:
        if account:
            verify(account, Seen(**given))
            flash(gettext("身份已核验，已与账号绑定。"), "ok")
            return redirect(url_for("identities.index"), 303)
        opened = open_for(Seen(**given), greeting)
    except Problem as problem:
        return _page(form.refused(problem)), problem.status
    response = make_response(_page(Form.blank(), opened=opened))
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.post(f"/<{ROW_ID}:identity_id>/end")
@allow(ACTION)
def end_one(identity_id: int) -> Page:
    """End an identity."""
    form, given = read_form(EndForm())
    if given is None:
        return _page(form), 422
    try:
        end(identity_id, given["why"])
    except Problem as problem:
        return _page(form.refused(problem)), problem.status
    flash(gettext("已终止，个人账号随之停用。"), "ok")
    return redirect(url_for("identities.index"), 303)


def _page(form: Form, *, opened: Opened | None = None) -> str:
    _, wanted = read_form(ListArguments(), typed=request.args, files={})
    cursor = wanted["cursor"] if wanted else None
    rows, following = page_of(
        select(AccountIdentity), AccountIdentity.id, cursor=cursor, limit=LIST_ROWS
    )
    names: dict[int, Any] = dict(
        db.session.execute(
            select(Account.id, Account.name).where(Account.id.in_([one.account_id for one in rows]))
        ).all()
    )
    return render_template(
        "identities/index.html",
        form=form,
        opened=opened,
        rows=rows,
        names=names,
        next_cursor=following,
        types=list(document_types().items()),
        type_names=document_types(),
        standings=STANDINGS,
    )


@pages.get("/kin")
@allow(ACTION)
def kin() -> str:
    """The form for next of kin of the deceased, and what was recorded before."""
    return _kin_page(Form.blank())


@pages.post("/kin")
@allow(ACTION)
def create_kin() -> Page:
    """Record a standing after seeing both proofs."""
    form, given = read_form(KinForm())
    if given is None:
        return _kin_page(form), 422
    seen = Seen(
        given.pop("name"), given.pop("id_type"), given.pop("id_number"), given.pop("document_seen")
    )
    try:
        row = record_kin(NewKin(kin=seen, **given))
    except Problem as problem:
        return _kin_page(form.refused(problem)), problem.status
    flash(gettext("已登记，编号 %(number)s。", number=row.number), "ok")
    return redirect(url_for("identities.kin"), 303)


@pages.post("/kin/<number>/end")
@allow(ACTION)
def end_standing(number: str) -> Page:
    """End a standing."""
    form, given = read_form(EndForm())
    if given is None:
        return _kin_page(form), 422
    try:
        end_kin(number, given["why"])
    except Problem as problem:
        return _kin_page(form.refused(problem)), problem.status
    flash(gettext("亲属登记已终止。"), "ok")
    return redirect(url_for("identities.kin"), 303)


@pages.get("/kin/<number>/copy")
@allow(ACTION)
def copy(number: str) -> str:
    """The copy for kin, to be printed at the counter."""
    return copy_page(open_kin(number), channel="window")


def _kin_page(form: Form) -> str:
    _, wanted = read_form(ListArguments(), typed=request.args, files={})
    rows, following = list_kin(cursor=wanted["cursor"] if wanted else None, limit=LIST_ROWS)
    return render_template(
        "identities/kin.html",
        form=form,
        rows=rows,
        next_cursor=following,
        types=list(document_types().items()),
        relations=list(RELATIONS.items()),
        relation_names=RELATIONS,
    )


def init_identities(app: Flask) -> None:
    """Put the counter's form into the navigation, and name what the trail tells of it."""
    shell_of(app).nav_item(msg("身份核验"), "identities.index", ACTION, order=28)
    name_audit_terms(
        actions={
            "account.renamed": msg("更改称呼"),
            "kin.ended": msg("终止亲属登记"),
            "kin.recorded": msg("登记逝者近亲属"),
        },
        objects={"kin_standing": msg("亲属登记")},
        terms={"kin_request": msg("逝者近亲属查阅"), "window": msg("窗口")},
    )
