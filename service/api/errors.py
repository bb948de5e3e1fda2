"""Every error as RFC 9457 problem details on the API, and as a page elsewhere."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import structlog
from flask import Flask, Response, g, request
from flask_babel import gettext
from marshmallow import Schema, fields
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from werkzeug.exceptions import HTTPException

from service.database import db
from service.database.outages import is_outage
from service.messages import Message, msg
from service.problems import FieldError, InvalidInput, NotFound, Problem
from service.web.field_messages import explain

PROBLEM_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:credit-window:problem:"
RETRY_AFTER_SECONDS = 5
"""How long a caller is asked to wait when the database is away."""

_HTTP_TEXTS = {
    400: msg("请求格式不正确。"),
    401: msg("请先登录。"),
    403: msg("没有权限。"),
    404: msg("没有这个地址，请检查后重试。"),
    405: msg("这个地址不支持该操作。"),
    413: msg("提交的内容太大。"),
    415: msg("提交的内容类型不受支持。"),
    422: msg("填写内容有误。"),
    429: msg("请求过于频繁，请稍后再试。"),
    500: msg("系统出错，没有办成。请稍后再试。"),
    503: msg("系统暂时不可用，请稍等片刻再试。"),
}

_HTTP_TITLES = {404: NotFound.title, 500: msg("系统出错"), 503: msg("系统暂时不可用")}


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
    return message.render(gettext)


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


class HttpProblem(Problem):
    """An error that Flask or Werkzeug raised, in the same clothes as ours."""

    def __init__(self, error: HTTPException) -> None:
        status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
        super().__init__(_HTTP_TEXTS.get(status, msg("请求无法办理。")))
        self.status = status  # type: ignore[misc]
        self.code = "http-" + str(status)  # type: ignore[misc]
        self.title = _HTTP_TITLES.get(status, Problem.title)  # type: ignore[misc]


class DatabaseAway(Problem):
    """The database does not answer, or has no connection left; nothing was done."""

    code = "database-away"
    status = 503
    title = msg("系统暂时不可用")


class NoRoom(Problem):
    """A disk is full, or fails; nothing was done."""

    code = "no-room"
    status = 503
    title = msg("系统暂时不可用")


class Unexpected(Problem):
    """A fault of ours; the log holds the cause under the request's number."""

    code = "unexpected"
    status = 500
    title = msg("系统出错")


def from_http(error: HTTPException) -> Problem:
    """Turn a Werkzeug error into a problem; webargs' messages become field errors."""
    messages = getattr(error, "data", {}).get("messages")
    if not messages or error.code == HTTPStatus.BAD_REQUEST:
        return HttpProblem(error)
    found = list(flatten(messages))
    return InvalidInput(msg("有 {count} 处填写有误，请逐项改正。", count=len(found)), errors=found)


def flatten(messages: Any, path: str = "") -> list[FieldError]:
    """marshmallow's nested messages as a flat list of field errors, in the order given."""
    if isinstance(messages, dict):
        skipped = {"json", "form", "files", "query", "json_or_form"} if not path else set()
        return [
            error
            for key, value in messages.items()
            for error in flatten(
                value, path if key in skipped or key == "_schema" else f"{path}.{key}".lstrip(".")
            )
        ]
    texts = messages if isinstance(messages, list) else [messages]
    return [FieldError(path, "invalid", explain(str(text))) for text in texts]


def fault_of(error: Exception) -> Problem:
    """What a caller is told of a fault that no view has named: what is away, or nothing more."""
    if isinstance(error, OperationalError | InterfaceError | PoolExhausted):
        return DatabaseAway(msg("数据库暂时没有响应，没有办成。请稍等片刻再试。"))
    if isinstance(error, OSError) and is_outage(error):
        return NoRoom(msg("系统的存储空间已满，没有办成。请稍后再试，或告知系统管理员。"))
    return Unexpected(msg("系统出错，没有办成，也没有留下半成的数据。请稍后再试。"))


def init_errors(app: Flask) -> None:
    """Register the handlers of every kind of error."""
    from service.web.shell import problem_page

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
