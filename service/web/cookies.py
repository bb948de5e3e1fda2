"""The one cookie of the service: signed, out of reach of scripts, bound to this very host."""

from typing import Any

from service.settings import Settings

NAME = "credit_window"
SECONDS_MAX = 12 * 3600
"""How long a browser keeps it; the session behind it ends by itself (`accounts.limits`)."""


def cookie_settings(settings: Settings) -> dict[str, Any]:
    """Flask's settings of the session cookie.

    Over TLS its name begins with `__Host-`: a browser then takes it from this host alone, so that
    no neighbour under the same domain can plant a session.
    """
    secure = settings.public_url.startswith("https:")
    return {
        "SESSION_COOKIE_NAME": f"__Host-{NAME}" if secure else NAME,
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "PERMANENT_SESSION_LIFETIME": SECONDS_MAX,
    }
