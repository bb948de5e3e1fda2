"""Pages of the administrator: the register of accounts, opening one, acting on one."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import (
    Blueprint,
    Flask,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from service.access.account import Role, caller
from service.access.policy import allow
from service.access.second_factor import must_have_second_factor
from service.accounts import administration, register
from service.accounts.register import AccountLine, AccountState
from service.accounts.schemas import (
    AccountFilter,
    AdministerForm,
    Deed,
    FindAccountForm,
    NewAccountForm,
)
from service.accounts.service import NewAccount
from service.accounts.wording import DEEDS, REASONS, STATES
from service.messages import Message, msg
from service.problems import FieldError, NotFound, Problem
from service.web.context import ROLE_NAMES
from service.web.forms import Form, read_form
from service.web.row_ids import ROW_ID
from service.web.shell import shell_of

pages = Blueprint("account_admin", __name__, url_prefix="/accounts")
Page = str | Response | tuple[str, int]


@pages.get("")
@allow("accounts.manage")
def index() -> str:
    """The register, narrowed by role and state."""
    return _index_page(Form.blank())


def _index_page(find: Form) -> str:
    form, data = read_form(AccountFilter(), typed=request.args, files={})
    lines, following = ([], None) if data is None else register.list_accounts(**data)
    return render_template(
        "accounts/admin_list.html",
        form=form,
        find=find,
        lines=lines,
        next_cursor=following,
        roles=list(ROLE_NAMES.items()),
        states=STATES,
        state_options=[(state, text) for state, (_, text) in STATES.items()],
    )


@pages.post("/find")
@allow("accounts.manage")
def find() -> Page:
    """Go to the account of a name; posted, so that no name stands in an address."""
    form, data = read_form(FindAccountForm())
    if data is None:
        return _index_page(form), 422
    account_id = register.find_account(data["name"])
    if account_id is None:
        sentence = msg("没有这个账号，请核对账号名。")
        missing = NotFound(sentence, errors=[FieldError("name", "unknown", sentence)])
        return _index_page(form.refused(missing)), 404
    return redirect(url_for("account_admin.show", account_id=account_id))


@pages.get("/new")
@allow("accounts.manage")
def new() -> str:
    """The form that opens an account."""
    return _new_page(Form.blank())


@pages.post("")
@allow("accounts.manage")
def create() -> Page:
    """Open an account and show its temporary password this once."""
    form, data = read_form(NewAccountForm())
    if data is None:
        return _new_page(form), 422
    try:
        account, password = administration.open_account(NewAccount(password="", **data))
    except Problem as problem:
        return _new_page(form.refused(problem)), problem.status
    return _told(account.id, password=password, done=msg("账号已开设。"))


def _new_page(form: Form) -> str:
    return render_template("accounts/admin_new.html", form=form, roles=list(ROLE_NAMES.items()))


@pages.get(f"/<{ROW_ID}:account_id>")
@allow("accounts.manage")
def show(account_id: int) -> str:
    """One account: what it has open and what can be done to it."""
    return _account_page(register.read_account(account_id), Form.blank())


@pages.post(f"/<{ROW_ID}:account_id>")
@allow("accounts.manage")
def administer(account_id: int) -> Page:
    """Act on an account."""
    line = register.read_account(account_id)
    form, data = read_form(AdministerForm())
    if data is None:
        return _account_page(line, form), 422
    try:
        given = _ACTS[data["deed"]](account_id, data["reason"], by=caller().id)
    except Problem as problem:
        return _account_page(line, form.refused(problem)), problem.status
    password = given if isinstance(given, str) else None
    return _told(
        account_id, password=password, done=msg("已办理：{deed}。", deed=DEEDS[data["deed"]][0])
    )


_ACTS: Mapping[Deed, Callable[..., str | int | None]] = {
    Deed.disable: administration.disable,
    Deed.enable: administration.enable,
    Deed.reset_password: administration.reset_password,
    Deed.reset_second_factor: administration.reset_second_factor,
    Deed.end_sessions: administration.end_sessions,
    Deed.revoke_tokens: administration.revoke_tokens,
}


def _told(account_id: int, *, password: str | None, done: Message) -> Response:
    """The account's page with what was done; a password is shown here and nowhere else."""
    page = _account_page(
        register.read_account(account_id), Form.blank(), password=password, done=done
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


def _account_page(line: AccountLine, form: Form, **told: Any) -> str:
    own = line.account.id == caller().id
    closed = line.state is AccountState.disabled
    useless = {Deed.disable, Deed.end_sessions, Deed.revoke_tokens} if closed else {Deed.enable}
    useless |= set() if line.second_factor else {Deed.reset_second_factor}
    return render_template(
        "accounts/admin_show.html",
        line=line,
        form=form,
        own=own,
        role=ROLE_NAMES[Role(line.account.role)],
        state=STATES[line.state],
        factor_missing=not line.second_factor
        and must_have_second_factor(Role(line.account.role), current_app.config["SETTINGS"]),
        deeds=[(deed, *texts) for deed, texts in DEEDS.items() if deed not in useless],
        reasons=list(REASONS.items()),
        **({"password": None, "done": None} | told),
    )


def init_admin_pages(app: Flask) -> None:
    """Put the register into the administrator's navigation."""
    shell_of(app).nav_item(
        msg("账号管理"),
        "account_admin.index",
        "accounts.manage",
        shortcut="Alt+U",
        quick=True,
        order=70,
    )
