"""The cookies of the service: signed, out of reach of scripts, bound to this very host."""

from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from service.settings import Settings

SESSION, DEVICE = "credit_window", "credit_window_device"
SECONDS_MAX = 12 * 3600
"""How long a browser keeps the session's; the session itself ends first (`accounts.limits`)."""


def is_secure(settings: Settings) -> bool:
    """True where the service is reached over TLS."""
    return settings.public_url.startswith("https:")


def cookie_name(name: str, settings: Settings) -> str:
    """Over TLS a name begins with `__Host-`: a browser then takes it from this host alone,
    so that no neighbour under the same domain can plant a session.
    """
    return f"__Host-{name}" if is_secure(settings) else name


def cookie_settings(settings: Settings) -> dict[str, Any]:
    """Flask's settings of the session cookie."""
    return {
        "SESSION_COOKIE_NAME": cookie_name(SESSION, settings),
        "SESSION_COOKIE_SECURE": is_secure(settings),
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "PERMANENT_SESSION_LIFETIME": SECONDS_MAX,
    }


class SessionCookies(SecureCookieSessionInterface):
    """Flask's session cookies; what signs them is made once for the application."""

    _signs: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """What signs and reads the cookie: Flask makes it anew for every request."""
        if self._signs is None:
            self._signs = super().get_signing_serializer(app)
        return self._signs
