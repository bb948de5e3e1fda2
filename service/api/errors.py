"""Every error as RFC 9457 problem details on the API, and as a page elsewhere."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import structlog
from flask import Flask, Response, g, request
from marshmallow import Schema, fields
from werkzeug.exceptions import HTTPException

from service.api.faults import fault_of, from_http
from service.database import db
from service.messages import Message
from service.problems import FieldError, Problem
from service.web.i18n import render

PROBLEM_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:credit-window:problem:"
RETRY_AFTER_SECONDS = 5
"""How long a caller is asked to wait when the database is away."""


class FieldErrorSchema(Schema):
    """One fault of one field."""

    field = fields.String(required=True)
    code = fields.String(required=True)
    message = fields.String(required=True)
    remedy = fields.String()
    row = fields.Integer()


class ProblemSchema(Schema):
    """RFC 9457 problem details."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    code = fields.String(required=True)
    errors = fields.List(fields.Nested(FieldErrorSchema))


def wants_api() -> bool:
    """True where the caller is a system: an API address, or the operators' addresses."""
    return request.path.startswith(("/api/v1", "/healthz", "/readyz", "/metrics"))


def say(message: Message) -> str:
    """A message in the reader's language."""
    return render(message)


def problem_document(problem: Problem) -> dict[str, Any]:
    """The RFC 9457 members of a problem, in the reader's language."""
    document: dict[str, Any] = {
        "type": TYPE_PREFIX + problem.code,
        "title": say(problem.title),
        "status": problem.status,
        "detail": say(problem.detail),
        "code": problem.code,
    }
    if problem.errors:
        document["errors"] = [_field_document(error) for error in problem.errors]
    return {name: _said(value) for name, value in problem.extra.items()} | document


def _said(value: Any) -> Any:
    """A further member with every message in it in the reader's language."""
    if isinstance(value, Message):
        return say(value)
    if isinstance(value, Mapping):
        return {name: _said(one) for name, one in value.items()}
    return [_said(one) for one in value] if isinstance(value, list | tuple) else value


def _field_document(error: FieldError) -> dict[str, Any]:
    document: dict[str, Any] = {
        "field": error.field,
        "code": error.code,
        "message": say(error.message),
    }
    if error.remedy is not None:
        document["remedy"] = say(error.remedy)
    if error.row is not None:
        document["row"] = error.row
    return document


def problem_response(problem: Problem) -> Response:
    """A problem as a response of its own media type."""
    response = Response(
        json.dumps(problem_document(problem), ensure_ascii=False, default=str),
        status=problem.status,
        content_type=PROBLEM_TYPE,
    )
    if problem.status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="credit-window"'
    if "retry_after_seconds" in problem.extra:
        response.headers["Retry-After"] = str(problem.extra["retry_after_seconds"])
    return response


def init_errors(app: Flask) -> None:
    """Register the handlers of every kind of error."""
    from service.web.errors import problem_page

    log = structlog.get_logger("errors")

    def show(problem: Problem) -> Any:
        db.session.rollback()
        g.problem_code = problem.code  # counted with the request
        return problem_response(problem) if wants_api() else problem_page(problem)

    def on_http(error: HTTPException) -> Any:
        if error.code is not None and error.code < HTTPStatus.BAD_REQUEST:
            return error
        response = show(from_http(error))
        for name, value in error.get_headers():
            if name in {"Allow", "Retry-After"} and isinstance(response, Response):
                response.headers[name] = value
        return response

    def on_fault(error: Exception) -> Any:
        problem = fault_of(error)
        log.error(problem.code.replace("-", "_"), exc_info=error, endpoint=request.endpoint)
        response = show(problem)
        if problem.status == HTTPStatus.SERVICE_UNAVAILABLE:
            response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response

    app.register_error_handler(Problem, show)
    app.register_error_handler(HTTPException, on_http)
    app.register_error_handler(Exception, on_fault)
