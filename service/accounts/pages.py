"""Pages of the account: signing in and out, the password, API tokens."""

from typing import Any

from flask import (
    Blueprint,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext
from werkzeug.wrappers import Response

from service.access.account import caller, current_account
from service.access.policy import allow
from service.accounts import api_tokens, devices, second_factor, service, sign_in_steps
from service.accounts.authenticate import SESSION_KEY, address
from service.accounts.browser import STEP_KEY, end_session, entered, leave
from service.accounts.changing import change_password as change
from service.accounts.demo import demo_accounts
from service.accounts.limits import PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN
from service.accounts.models import Account
from service.accounts.proving import prove_password
from service.accounts.schemas import (
    CodeForm,
    EndSessionForm,
    PasswordForm,
    SignInForm,
    TokenForm,
)
from service.accounts.sessions import end_session_of, open_sessions
from service.database import db
from service.problems import Problem
from service.web.forms import Form, read_form
from service.web.redirects import asked_next, kept_next
from service.web.row_ids import ROW_ID

pages = Blueprint("accounts", __name__)
Page = str | Response | tuple[str, int]


@pages.get("/sign-in")
@allow("session.open")
def sign_in() -> Page:
    """The sign-in page; whoever is signed in already goes on."""
    target = asked_next()
    if current_account() is not None:
        return redirect(target)
    return _sign_in_page(Form.blank(), target)


@pages.post("/sign-in")
@allow("session.open")
def open_session() -> Page:
    """Sign in. The session gets a new token each time, so an old one cannot be fixed on anybody."""
    target = asked_next()
    form, data = read_form(SignInForm())
    if data is None:
        return _sign_in_page(form, target), 422
    place = devices.place_of(data["name"], address())
    try:
        account = service.check_password(data["name"], data["password"], place)
    except Problem as problem:
        return _sign_in_page(form.refused(problem), target), problem.status
    end_session()  # whoever signs in anew leaves nothing open behind
    if second_factor.has(account.id):
        session[STEP_KEY] = sign_in_steps.begin(account)
        return redirect(url_for("accounts.sign_in_code", next=kept_next(target)))
    return entered(account, service.open_session(account), target)


@pages.get("/sign-in/code")
@allow("session.open")
def sign_in_code() -> Page:
    """The second step: a code of the authenticator, or one for recovery."""
    target = asked_next()
    if current_account() is not None:
        return redirect(target)
    try:
        sign_in_steps.account_of(session.get(STEP_KEY))
    except Problem as problem:
        return _sign_in_page(Form.blank().refused(problem), target), problem.status
    return _code_page(Form.blank(), target)


@pages.post("/sign-in/code")
@allow("session.open")
def prove_code() -> Page:
    """Sign in by the code; the browser's session is a new one."""
    target = asked_next()
    form, data = read_form(CodeForm())
    step = session.get(STEP_KEY)
    try:
        place = devices.place_of(sign_in_steps.account_of(step).name, address())
        if data is None:
            return _code_page(form, target), 422
        account, token = sign_in_steps.finish(step, data["code"], place)
    except sign_in_steps.StepOver as problem:
        return _sign_in_page(Form.blank().refused(problem), target), problem.status
    except Problem as problem:
        return _code_page(form.refused(problem), target), problem.status
    leave()
    return entered(account, token, target)


def _code_page(form: Form, target: str) -> str:
    recovery = bool(request.values.get("recovery"))
    kept = kept_next(target)
    return render_template(
        "accounts/sign_in_code.html",
        form=form.emptied("code"),
        next=target,
        recovery=recovery,
        other=url_for("accounts.sign_in_code", next=kept, recovery=None if recovery else 1),
        begin=url_for("accounts.sign_in", next=kept),
    )


def _sign_in_page(form: Form, target: str) -> str:
    demo = demo_accounts(current_app.config["SETTINGS"])
    return render_template("accounts/sign_in.html", form=form, next=target, demo=demo)


@pages.post("/sign-out")
@allow("session.close")
def sign_out() -> Response:
    """Sign out; the browser is asked to forget what it kept of the pages."""
    end_session()
    response = redirect(url_for("accounts.sign_in"))
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@pages.get("/account")
@allow("account.read")
def account() -> str:
    """The caller's own account."""
    return _account_page()


@pages.post("/account/password")
@allow("account.change_password")
def change_password() -> Page:
    """Change the password; every session ends and the caller signs in anew, then goes on."""
    form, data = read_form(PasswordForm())
    if data is None:
        return _account_page(password_form=form), 422
    try:
        change(
            caller().id,
            data["old_password"],
            data["new_password"],
            revoke_tokens=data["revoke_tokens"],
        )
    except Problem as problem:
        return _account_page(password_form=form.refused(problem)), problem.status
    leave()
    flash(gettext("密码已修改，请重新登录。"), "ok")
    return redirect(url_for("accounts.sign_in", next=kept_next(asked_next())))


@pages.post("/account/tokens")
@allow("tokens.manage")
def create_token() -> Page:
    """Issue a token and show it this once."""
    form, data = read_form(TokenForm())
    if data is None:
        return _account_page(token_form=form), 422
    try:
        # A token outlives the session that makes it.
        prove_password(caller().id, data["own_password"], "own_password")
        _, token = api_tokens.create_token(db.session.get_one(Account, caller().id), data["label"])
    except Problem as problem:
        return _account_page(token_form=form.refused(problem)), problem.status
    response = make_response(_account_page(new_token=token))
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.post("/account/sessions")
@allow("session.close")
def end_sessions() -> Page:
    """End other browsers' sessions of the caller, who gives the password again."""
    form, data = read_form(EndSessionForm())
    if data is None:
        return _account_page(session_form=form), 422
    try:
        prove_password(caller().id, data["session_password"], "session_password")
        count = end_session_of(caller().id, session.get(SESSION_KEY), data["which"])
    except Problem as problem:
        return _account_page(session_form=form.refused(problem)), problem.status
    flash(gettext("已结束 %(count)s 处登录。", count=count), "ok")
    return redirect(url_for("accounts.account"))


@pages.post(f"/account/tokens/<{ROW_ID}:token_id>/revoke")
@allow("tokens.manage")
def revoke_token(token_id: int) -> Response:
    """Revoke one of the caller's own tokens."""
    api_tokens.revoke_token(caller().id, token_id)
    flash(gettext("令牌已吊销。"), "ok")
    return redirect(url_for("accounts.account"))


def _account_page(**given: Any) -> str:
    me = caller()
    names = ("password_form", "token_form", "session_form")
    return render_template(
        "accounts/account.html",
        account=me,
        next=asked_next(),
        tokens=api_tokens.list_tokens(me.id),
        sessions=open_sessions(me.id, session.get(SESSION_KEY)),
        password_chars=(PASSWORD_CHARS_MIN, PASSWORD_CHARS_MAX),
        has_factor=second_factor.has(me.id),
        **({name: Form.blank() for name in names} | {"new_token": None} | given),
    )
