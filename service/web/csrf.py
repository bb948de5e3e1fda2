"""Form tokens: every form of a page carries one, and so does an API call made by a session.

A bearer token or HTTP Basic cannot be sent by a foreign page, so an API call with
an `Authorization` header needs no form token.
"""

import structlog
from flask import Flask, request, session
from flask_wtf.csrf import CSRFError, CSRFProtect

from service.accounts.authenticate import SESSION_KEY
from service.api.bodies import WRITING
from service.api.errors import wants_api
from service.messages import msg
from service.problems import Problem

csrf = CSRFProtect()


class FormExpired(Problem):
    """The form's token is missing or belongs to another session; nothing was changed."""

    code = "form-expired"
    status = 400
    title = msg("页面已过期")


def needs_form_token() -> bool:
    """True for a request that changes something on the strength of a cookie alone."""
    if request.method not in WRITING:
        return False
    if not wants_api():
        return True
    return "Authorization" not in request.headers and SESSION_KEY in session


def init_csrf(app: Flask) -> None:
    """Check the form token before the view; `WTF_CSRF_ENABLED=False` switches it off in tests."""
    app.config.setdefault("WTF_CSRF_ENABLED", True)
    # A form may stay open as long as the session lives: the clerk is called away, then sends it.
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    csrf.init_app(app)

    def check_form_token() -> None:
        if not (app.config["WTF_CSRF_ENABLED"] and request.endpoint and needs_form_token()):
            return
        try:
            csrf.protect()
        except CSRFError as error:
            structlog.get_logger("access").warning("form.refused", endpoint=request.endpoint)
            raise FormExpired(
                msg(
                    "页面停留过久，或已在别处退出登录。内容没有提交，请返回上一页，刷新后重新提交。"
                )
            ) from error

    app.before_request(check_form_token)
