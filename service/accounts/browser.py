"""What a browser carries of a sign-in, in its signed cookie: entered, left, ended."""

from flask import make_response, redirect, session
from werkzeug.wrappers import Response

from service.accounts import devices, service
from service.accounts.authenticate import SESSION_KEY
from service.accounts.models import Account
from service.web.i18n import SESSION_KEY as LANGUAGE_KEY

STEP_KEY = "sign_in_step"
"""Where the token stands that lies between password and second factor."""


def entered(account: Account, token: str, target: str) -> Response:
    """Go on signed in; the browser remembers that it has proved this account."""
    session[SESSION_KEY] = token
    response = make_response(redirect(target))
    devices.remember(response, account.name)
    return response


def leave() -> None:
    """Forget everything about the browser but its language."""
    language = session.get(LANGUAGE_KEY)
    session.clear()
    if language:
        session[LANGUAGE_KEY] = language


def end_session() -> None:
    """End the session this browser has, if any, and what was begun."""
    token = session.get(SESSION_KEY)
    leave()
    if isinstance(token, str):
        service.close_session(token)
