"""A bare application whose pages show every piece of the shell; used by tests alone."""

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from flask import Blueprint, Flask, flash, g, jsonify, redirect, render_template, request
from marshmallow import Schema, fields, validate

from service.access import Role, Visitor, allow, current_account
from service.api.errors import init_errors
from service.messages import msg
from service.problems import Conflict, FieldError, InvalidInput, Problem
from service.web.forms import Form, read_form
from service.web.progress import Progress
from service.web.shell import HomeCard, init_pages, shell_of

ENGLISH = {
    "首页": "Home",
    "办理核查": "New check",
    "批量核查": "Batch check",
    "待我确认": "Waiting for my confirmation",
    "跳到正文": "Skip to content",
    "退出": "Sign out",
    "键盘快捷键": "Keyboard shortcuts",
    "窗口办理员": "Counter clerk",
    "请填写此项。": "Fill in this field.",
    "最多填写 {max} 个字符。": "At most {max} characters.",
    "没有找到": "Not found",
    "登录": "Sign in",
    "账号": "Account",
    "密码": "Password",
    "今天等我办的": "Waiting for me today",
    "马上办理": "Start now",
    "菜单": "Menu",
    "本窗口所有事项一律免费办理。": "Everything at this window is free of charge.",
}
CLERK = Visitor(1, "clerk", Role.clerk, "王晓", "西湖区信用专窗", None, None)
AUDITOR = Visitor(2, "auditor", Role.auditor, "李文", "西湖区审计局", None, None)
ACCOUNTS = {"clerk": CLERK, "auditor": AUDITOR}


class SubjectSchema(Schema):
    name = fields.String(required=True, validate=validate.Length(max=20))
    id_number = fields.String(required=True)


class CheckSchema(Schema):
    subject = fields.Nested(SubjectSchema, required=True)
    purpose = fields.String(required=True, validate=validate.OneOf(["school", "residence"]))
    basis = fields.String(required=True)
    note = fields.String()
    agree = fields.Boolean()


pages = Blueprint("gallery", __name__, template_folder="templates")


def _show(form: Form, status: int = 200) -> tuple[str, int]:
    return render_template("gallery/form.html", form=form), status


@pages.get("/gallery/form")
@allow("operations.read")
def form() -> tuple[str, int]:
    return _show(Form.blank(purpose="school"))


@pages.post("/gallery/form")
@allow("operations.read")
def send_form() -> tuple[str, int]:
    form, data = read_form(CheckSchema())
    if data is None:
        return _show(form, 422)
    if data["subject"]["name"] == "甲公司":
        fault = FieldError("subject.name", "homonym", msg("有同名企业。"), msg("请补充代码。"))
        problem = InvalidInput(msg("无法确定是哪一家。"), errors=[fault])
        return _show(form.refused(problem), 422)
    flash("已受理。", "success")
    return _show(Form.blank())


@pages.get("/gallery/pieces")
@allow("operations.read")
def pieces() -> str:
    return render_template("gallery/pieces.html", **_pieces())


def _pieces() -> dict[str, Any]:
    rows = [
        {
            "number": "XC-2026-000123",
            "name": "王某某",
            "points": 0,
            "state": ("ok", "通过"),
            "on": None,
        },
        {
            "number": "XC-2026-000124",
            "name": "某某建设工程有限公司",
            "points": 1234.5,
            "state": ("bad", "不通过"),
            "on": "2026-03-25",
        },
        {
            "number": "XC-2026-000125",
            "name": "<b>李某</b>",
            "points": -20,
            "state": ("wait", "待人工确认"),
            "on": "2026-03-26",
        },
    ]
    bars = [("市场监督管理局", 412), ("税务局", 96), ("国家金融监督管理总局浙江监管局", 7)]
    return {
        "rows": rows,
        "bars": bars,
        "job": Progress("running", 1200, 6578, "/gallery/status", 75),
    }


@pages.get("/gallery/status")
@allow("operations.read")
def status() -> Any:
    return jsonify(state="running", done=3289, total=6578, seconds_left=61)


@pages.get("/gallery/problem/<kind>")
@allow("operations.read")
def problem(kind: str) -> str:
    if kind == "conflict":
        raise Conflict(msg("该核查已由{who}确认。", who="李文"))
    if kind == "sign-in":
        raise _SignInNeeded(msg("请登录。"))
    raise RuntimeError(kind)


class _SignInNeeded(Problem):
    code = "sign-in-needed"
    status = 401
    title = msg("请先登录")


accounts = Blueprint("accounts", __name__)


@accounts.route("/sign-in", methods=["GET", "POST"])
@allow("session.open")
def sign_in() -> str:
    demo = [("clerk", "clerk"), ("reviewer", "reviewer"), ("auditor", "auditor")]
    return render_template("accounts/sign_in.html", form=Form(request.values), next="/", demo=demo)


@accounts.get("/account")
@allow("account.read")
def account() -> str:
    moment = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
    token = SimpleNamespace(id=5, label="教育局入学系统", created_at=moment, expires_at=moment)
    return render_template(
        "accounts/account.html",
        account=current_account(),
        next="/",
        has_factor=True,
        password_form=Form(),
        token_form=Form(),
        session_form=Form(),
        sessions=[
            SimpleNamespace(handle="0" * 64, opened_at=moment, last_seen_at=moment, is_this=this)
            for this in (True, False)
        ],
        password_chars=(12, 128),
        tokens=[token],
        new_token="cw_example-token-text",
    )


second_factor = Blueprint("second_factor", __name__)


@second_factor.get("/account/second-factor", endpoint="show")
@accounts.post("/sign-out", endpoint="sign_out")
@accounts.post("/account/password", endpoint="change_password")
@accounts.post("/account/sessions", endpoint="end_sessions")
@accounts.post("/account/tokens", endpoint="create_token")
@accounts.post("/account/tokens/<int:token_id>/revoke", endpoint="revoke_token")
@allow("operations.read")
def posted(**_: object) -> Any:
    return redirect("/")


def write_english(folder: Path) -> Path:
    """A small English catalogue, as the ones that packages carry."""
    catalogue = Catalog(locale="en")
    for chinese, english in ENGLISH.items():
        catalogue.add(chinese, english)
    path = folder / "en" / "LC_MESSAGES" / "messages.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as stream:
        write_mo(stream, catalogue)
    return folder


def build_gallery(translations: Path, *, form_tokens: bool = False) -> Flask:
    """The application; the header `X-Account` or the cookie `as` says who is signed in."""
    app = Flask("gallery", static_folder=None, template_folder=None)
    app.config.update(
        SECRET_KEY="for tests",
        WTF_CSRF_ENABLED=form_tokens,
        BABEL_TRANSLATION_DIRECTORIES=str(translations),
    )

    @app.before_request
    def sign_in_by_name() -> None:
        g.account = ACCOUNTS.get(request.headers.get("X-Account") or request.cookies.get("as", ""))

    init_errors(app)
    init_pages(app)
    app.register_blueprint(pages)
    app.register_blueprint(accounts)
    app.register_blueprint(second_factor)
    shell = shell_of(app)
    shell.nav_item(msg("办理核查"), "gallery.form", "checks.create", shortcut="Alt+N", quick=True)
    shell.nav_item(
        msg("批量核查"), "gallery.pieces", "batches.create", shortcut="Alt+B", quick=True
    )
    shell.nav_item(msg("审计记录"), "gallery.status", "audit.read", order=200)
    shell.home_card("checks.create", _settled_card)
    shell.home_card("checks.create", _waiting_card)
    shell.home_card("audit.read", lambda: None)
    return app


def _waiting_card() -> HomeCard:
    return HomeCard(
        msg("待我确认"), 3, msg("不通过的结果，需要人工确认"), "gallery.pieces", {"state": "held"}
    )


def _settled_card() -> HomeCard:
    return HomeCard(msg("批量任务"), 0, msg("没有进行中的任务"), "gallery.pieces")
