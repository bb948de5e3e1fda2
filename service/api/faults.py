"""What was raised and is no problem of ours yet: by Werkzeug, marshmallow, the database, a disk."""

from http import HTTPStatus
from typing import Any

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from werkzeug.exceptions import HTTPException

from service.database.outages import is_outage
from service.messages import msg
from service.problems import FieldError, InvalidInput, NotFound, Problem
from service.web.field_messages import explain

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
