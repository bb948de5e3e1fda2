"""Pages of one's own second factor; whoever was led here goes on to what was asked for."""

from collections.abc import Sequence

from flask import (
    Blueprint,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    session,
    url_for,
)
from flask_babel import gettext
from werkzeug.wrappers import Response

from service import clock
from service.access.account import caller
from service.access.policy import allow
from service.access.second_factor import must_have_second_factor
from service.accounts import enrolment, totp
from service.accounts.authenticate import SESSION_KEY
from service.accounts.browser import leave
from service.accounts.limits import RECOVERY_CODES
from service.accounts.schemas import (
    ConfirmFactorForm,
    FactorDeed,
    FactorDeedForm,
    OwnProofForm,
)
from service.accounts.wording import FACTOR_DEEDS
from service.messages import Message, msg
from service.problems import NotAllowed, Problem
from service.web.context import office_name
from service.web.forms import Form, read_form
from service.web.qr import qr
from service.web.redirects import asked_next, kept_next

pages = Blueprint("second_factor", __name__, url_prefix="/account/second-factor")
Page = str | Response | tuple[str, int]


@pages.get("")
@allow("account.second_factor")
def show() -> str:
    """How it stands, and the secret this session has asked for."""
    return _page()


@pages.post("/offer")
@allow("account.second_factor")
def offer() -> Page:
    """Ask for a secret."""
    form, data = read_form(OwnProofForm())
    if data is None:
        return _page(start_form=form), 422
    try:
        enrolment.offer(caller().id, _session(), data["own_password"], data["code"])
    except Problem as problem:
        return _page(start_form=form.refused(problem)), problem.status
    return _shown_again()


@pages.post("/offer/give-up")
@allow("account.second_factor")
def give_up() -> Response:
    """Leave everything as it was."""
    enrolment.give_up_offer(caller().id, _session())
    return _shown_again()


@pages.post("")
@allow("account.second_factor")
def confirm() -> Page:
    """Prove the secret by a code of it; the session goes on under a new token."""
    form, data = read_form(ConfirmFactorForm())
    if data is None:
        return _page(confirm_form=form), 422
    try:
        made = enrolment.confirm(caller().id, _session(), **data)
    except Problem as problem:
        return _page(confirm_form=form.refused(problem)), problem.status
    leave()
    session[SESSION_KEY] = made.session_token
    return _codes_page(made.recovery_codes, msg("两步验证已启用。"))


@pages.post("/change")
@allow("account.second_factor")
def change() -> Page:
    """Exchange it, make new recovery codes, or give it up."""
    form, data = read_form(FactorDeedForm())
    if data is None:
        return _page(change_form=form), 422
    me, password, code = caller().id, data["own_password"], data["code"]
    try:
        if data["deed"] is FactorDeed.recovery_codes:
            codes = enrolment.new_recovery_codes(me, password, code)
            return _codes_page(codes, msg("恢复码已重新生成，以前的作废。"))
        if data["deed"] is FactorDeed.exchange:
            enrolment.offer(me, _session(), password, code)
        else:
            enrolment.remove(me, _session(), password, code, must=_must())
            flash(gettext("两步验证已关闭。"), "ok")
    except Problem as problem:
        return _page(change_form=form.refused(problem)), problem.status
    return _shown_again()


def _shown_again() -> Response:
    return redirect(url_for("second_factor.show", next=kept_next(asked_next())), 303)


def _session() -> str:
    """The token of the browser's session: a secret belongs to the one that asked for it."""
    token = session.get(SESSION_KEY)
    if caller().by_token or not isinstance(token, str):
        raise NotAllowed(msg("请在浏览器中登录后办理。"))
    return token


def _must() -> bool:
    return must_have_second_factor(caller().role, current_app.config["SETTINGS"])


def _codes_page(codes: Sequence[str], done: Message) -> Response:
    """The recovery codes, shown here and nowhere else."""
    page = render_template(
        "accounts/recovery_codes.html",
        codes=codes,
        done=done,
        account_name=caller().name,
        next=asked_next(),
        made_at=clock.now(),
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(**given: Form) -> str:
    me = caller()
    standing = enrolment.standing(me.id, _session())
    secret = standing.offered
    address = secret and totp.address(secret, me.name, office_name())
    forms = {name: Form.blank() for name in ("start_form", "confirm_form", "change_form")} | given
    deeds = [(deed, *texts) for deed, texts in FACTOR_DEEDS.items()]
    return render_template(
        "accounts/second_factor.html",
        account=me,
        next=asked_next(),
        standing=standing,
        must=_must(),
        picture=address and qr(address),
        secret=secret and totp.in_groups(secret),
        recovery_codes=RECOVERY_CODES,
        deeds=[deed for deed in deeds if not (_must() and deed[0] is FactorDeed.remove)],
        **{name: form.emptied("code") for name, form in forms.items()},
    )
