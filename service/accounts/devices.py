"""Browsers that somebody has signed in with before: nobody else can shut them out.

Ten wrong passwords close a name for a while, so whoever knows a name could keep its owner out. A
browser that has once proved an account carries a signed cookie that says so, and its attempts at
that account are counted apart, by the same limit.
"""

import hashlib
import secrets
from datetime import timedelta

from flask import Response, current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

from service.accounts.limits import DEVICE_ACCOUNTS_MAX, DEVICE_AGE_MAX
from service.accounts.throttle import KNOWN_DEVICE, account_key
from service.web.cookies import DEVICE, cookie_name, is_secure

_SALT = "credit-window-device"
_NAME_DIGITS = 16


def place_of(name: str, address: str) -> str:
    """Where an attempt at an account comes from: a browser known for it, else the address."""
    nonce, known = _read()
    return f"{KNOWN_DEVICE}{nonce}" if _mark(name) in known else address


def remember(response: Response, name: str) -> None:
    """Let the browser carry that it has proved this account; the newest few are kept."""
    nonce, known = _read()
    marks = [mark for mark in known if mark != _mark(name)][-DEVICE_ACCOUNTS_MAX + 1 :]
    response.set_cookie(
        cookie_name(DEVICE, current_app.config["SETTINGS"]),
        _serializer().dumps([nonce, *marks, _mark(name)]),
        max_age=DEVICE_AGE_MAX // timedelta(seconds=1),
        secure=is_secure(current_app.config["SETTINGS"]),
        httponly=True,
        samesite="Strict",
        path="/",
    )


def _read() -> tuple[str, list[str]]:
    given = request.cookies.get(cookie_name(DEVICE, current_app.config["SETTINGS"]), "")
    try:
        nonce, *known = _serializer().loads(given, max_age=int(DEVICE_AGE_MAX.total_seconds()))
    except (BadData, TypeError, ValueError):
        return secrets.token_hex(_NAME_DIGITS), []
    return str(nonce), [str(mark) for mark in known]


def _mark(name: str) -> str:
    return hashlib.sha256(account_key(name).encode()).hexdigest()[:_NAME_DIGITS]


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SETTINGS"].secret_key, salt=_SALT)
