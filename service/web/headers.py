"""Security headers of every answer. Pages hold personal data and are never kept by a cache."""

from flask import Flask, Response, current_app, request

from service.web.cookies import is_secure

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; "
    "frame-ancestors 'none'"
)
"""No inline script or style runs anywhere, and nothing is loaded from another host."""

DOCS_ENDPOINT = "api_docs.docs"
DOCS_POLICY = CONTENT_SECURITY_POLICY.replace("img-src 'self'", "img-src 'self' data:")
"""Swagger UI carries its icons as data addresses."""

HSTS = f"max-age={365 * 24 * 3600}; includeSubDomains"
"""A browser that has been here once speaks TLS to this host for a year, and to all below it."""

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cache-Control": "no-store",
}


def add_headers(response: Response) -> Response:
    """Add what the view has not set itself."""
    if request.endpoint == DOCS_ENDPOINT:
        response.headers.setdefault("Content-Security-Policy", DOCS_POLICY)
    set_already = {name.lower() for name, _ in response.headers}
    response.headers.extend(
        [(name, value) for name, value in HEADERS.items() if name.lower() not in set_already]
    )
    settings = current_app.config.get("SETTINGS")
    if settings is not None and is_secure(settings):
        response.headers.setdefault("Strict-Transport-Security", HSTS)
    return response


def init_headers(app: Flask) -> None:
    """Put the security headers on every answer, those of the API included."""
    app.after_request(add_headers)
