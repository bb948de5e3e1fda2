"""Hooks logs, request numbers and request metrics into the application."""

import os
import re
import time
from http import HTTPStatus
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request

from service.audit.actor import set_request_id
from service.observability.health import pages
from service.observability.logs import configure_logs, may_be_a_number
from service.observability.meters import ERRORS, IN_PROGRESS, REQUESTS, SECONDS, WEB_THREADS
from service.observability.statements import watch_database, watch_pool
from service.operating import THREADS_VARIABLE

_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def request_id_from(given: str) -> str:
    """The caller's number for the request, or one of ours.

    What could be an identity number is not taken, for it would go into logs and trails.
    """
    usable = _REQUEST_ID.fullmatch(given) and not may_be_a_number(given)
    return given if usable else uuid4().hex


def method_label() -> str:
    """The method as a label of a metric; callers may invent others, and labels are kept."""
    return request.method if request.method in METHODS else "other"


def init_observability(app: Flask) -> None:
    """Number every request, time it, and write one log line for it."""
    configure_logs()
    watch_database()
    app.register_blueprint(pages)
    log = structlog.get_logger("requests")

    @app.before_request
    def begin() -> None:
        set_request_id(request_id_from(request.headers.get("X-Request-Id", "")))
        g.began = time.perf_counter()
        IN_PROGRESS.inc()
        watch_pool()
        WEB_THREADS.set(int(os.environ.get(THREADS_VARIABLE) or 1))

    @app.after_request
    def end(response: Response) -> Response:
        seconds = time.perf_counter() - g.get("began", time.perf_counter())
        endpoint = request.endpoint or "unknown"
        REQUESTS.labels(endpoint, method_label(), response.status_code).inc()
        SECONDS.labels(endpoint, method_label()).observe(seconds)
        if response.status_code >= HTTPStatus.BAD_REQUEST:
            _count_error(endpoint, response.status_code)
        log.info(
            "request",
            endpoint=endpoint,
            method=method_label(),
            status=response.status_code,
            ms=round(seconds * 1000, 1),
        )
        return response

    @app.teardown_request
    def leave(_error: BaseException | None) -> None:
        if g.pop("began", None) is not None:
            IN_PROGRESS.dec()


def _count_error(endpoint: str, status: int) -> None:
    ours = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    code = g.get("problem_code", f"http-{status}")
    ERRORS.labels(endpoint, "5xx" if ours else "4xx", code).inc()
