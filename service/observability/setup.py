"""Hooks logs, request numbers and request metrics into the application."""

import re
import time
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request
from prometheus_client import Counter, Histogram

from service.audit.actor import set_request_id
from service.observability.health import pages
from service.observability.logs import configure_logs

REQUESTS = Counter("credit_requests", "Requests served", ["endpoint", "method", "status"])
SECONDS = Histogram("credit_request_seconds", "Time to serve a request", ["endpoint", "method"])
_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


def init_observability(app: Flask) -> None:
    """Number every request, time it, and write one log line for it."""
    configure_logs()
    app.register_blueprint(pages)
    log = structlog.get_logger("requests")

    @app.before_request
    def begin() -> None:
        given = request.headers.get("X-Request-Id", "")
        set_request_id(given if _REQUEST_ID.fullmatch(given) else uuid4().hex)
        g.began = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        seconds = time.perf_counter() - g.get("began", time.perf_counter())
        endpoint = request.endpoint or "unknown"
        REQUESTS.labels(endpoint, request.method, response.status_code).inc()
        SECONDS.labels(endpoint, request.method).observe(seconds)
        log.info(
            "request",
            endpoint=endpoint,
            method=request.method,
            status=response.status_code,
            ms=round(seconds * 1000, 1),
        )
        return response
