"""What a request brings is looked at once, before any view: its kind, its size, its text.

A text that no column can hold (NUL, half of a surrogate pair) and JSON that cannot be
read are the caller's faults and are named as such, wherever they stand.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from flask import Flask, current_app, request
from werkzeug.exceptions import RequestEntityTooLarge

from service.access.account import current_account
from service.messages import msg
from service.problems import FieldError, InvalidInput, Problem

JSON_BYTES_MAX = 1024 * 1024
"""Largest JSON body, bytes."""
LARGER = "json_bytes_max"
"""Attribute of a view that takes larger JSON bodies: bytes."""
JSON_DEPTH_MAX = 32
"""Deepest nesting of a JSON body; ours have three levels."""
_UNSTORABLE = re.compile("[\\x00\\ud800-\\udfff]")
WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
"""Methods of requests that change something."""
FORM_TYPES = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
_SUSPECT = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])|\x00|\xed[\xa0-\xbf]")
"""Spells what `_UNSTORABLE` names in JSON, or a text that is not UTF-8, in which it may hide."""
View = TypeVar("View", bound=Callable[..., Any])


def takes_json_of(count: int) -> Callable[[View], View]:
    """Let a view take JSON bodies of so many bytes from who has signed in; stands topmost."""

    def mark(view: View) -> View:
        setattr(view, LARGER, count)
        return view

    return mark


class BadJson(Problem):
    """The body is not JSON."""

    code = "bad-json"
    status = 400
    title = msg("请求格式不正确")


class WrongMediaType(Problem):
    """The body is of another kind than this address takes."""

    code = "wrong-media-type"
    status = 415
    title = msg("提交的内容类型不受支持")


def init_bodies(app: Flask) -> None:
    """Look at every request for a known address; call it after the access gate."""
    app.before_request(check_request)


def check_request() -> None:
    """Raise `BadJson`, `WrongMediaType` or `InvalidInput` for what no view could take."""
    if request.endpoint is None:
        return
    faults = [name for name, text in _addressed() if not storable(text)]
    if request.method in WRITING:
        if request.path.startswith("/api/v1/"):
            _check_kind()
        faults += [name for name, text in _sent() if not storable(text)]
    if faults:
        raise InvalidInput(
            msg("有 {count} 处填写有误，请逐项改正。", count=len(faults)),
            errors=[
                FieldError(name, "bad-characters", msg("含有无法识别的字符，请重新填写。"))
                for name in dict.fromkeys(faults)
            ],
        )


def storable(text: str) -> bool:
    """True when the database can hold the text: no NUL and no lone surrogate."""
    return _UNSTORABLE.search(text) is None


def _addressed() -> Iterator[tuple[str, str]]:
    for name, value in (request.view_args or {}).items():
        if isinstance(value, str):
            yield name, value
    for name, value in request.args.items(multi=True):
        yield _named(name, value)


def _sent() -> Iterator[tuple[str, str]]:
    if request.mimetype in FORM_TYPES:
        for name, value in request.form.items(multi=True):
            yield _named(name, value)
    elif request.is_json:
        read = _read_json()
        if not _plain_json(request.get_data(cache=True)):
            yield from _texts(read, "", 0)


def _named(name: str | None, text: str) -> tuple[str, str]:
    """The text with its name; a name that is none, or cannot be stored, is the fault itself."""
    if name is None:  # a part of a form need not have one that can be read
        return "?", "\0"
    return (name, text) if storable(name) else ("?", name)


def _read_json() -> Any:
    view = current_app.view_functions[request.endpoint or ""]
    known = current_account() is not None  # strangers get no more than the usual
    limit: int = getattr(view, LARGER, JSON_BYTES_MAX) if known else JSON_BYTES_MAX
    request.max_content_length = limit
    if (request.content_length or 0) > limit:
        raise RequestEntityTooLarge
    body = request.get_data(cache=True)
    try:
        return json.loads(body) if body else None
    except (ValueError, RecursionError) as error:
        raise BadJson(msg("请求正文不是有效的 JSON。")) from error


def _plain_json(body: bytes) -> bool:
    """True when one look tells that no text of it is unstorable and nothing is nested too deep."""
    return body.count(b"{") + body.count(b"[") <= JSON_DEPTH_MAX and not _SUSPECT.search(body)


def _texts(value: Any, path: str, depth: int) -> Iterator[tuple[str, str]]:
    if depth > JSON_DEPTH_MAX:
        raise BadJson(msg("请求正文嵌套过深，最多 {max} 层。", max=JSON_DEPTH_MAX))
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield from _texts(one, f"{path}.{place}".lstrip("."), depth + 1)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield path, key
            yield from _texts(
                one, f"{path}.{key}".lstrip(".") if storable(key) else path, depth + 1
            )


def _check_kind() -> None:
    kinds = _kinds_taken()
    if not kinds or request.mimetype in kinds or not _has_body():
        return
    if "application/json" in kinds and request.is_json:
        return  # application/…+json
    if kinds <= FORM_TYPES and request.mimetype in FORM_TYPES:
        return  # a form may come either way; what it lacks is named field by field
    wanted = "、".join(sorted(kinds))
    raise WrongMediaType(msg("这个地址只接受 {wanted}。", wanted=wanted))


def _has_body() -> bool:
    return bool(request.content_length) or "chunked" in request.headers.get("Transfer-Encoding", "")


def _kinds_taken() -> frozenset[str]:
    """Media types the OpenAPI document names for this address; none where it names none."""
    known: dict[str | None, frozenset[str]] = current_app.extensions.setdefault("body_kinds", {})
    place = f"{request.method} {request.endpoint}"
    if place not in known:
        known[place] = frozenset(_documented())
    return known[place]


def _documented() -> Iterator[str]:
    if request.url_rule is None:
        return
    path = str(request.url_rule)
    for name in request.url_rule.arguments:
        path = _plain(path, name)
    operation = _paths().get(path, {}).get(request.method.lower(), {})
    yield from operation.get("requestBody", {}).get("content", {})


def _plain(path: str, name: str) -> str:
    """`/x/<uuid:name>` as OpenAPI writes it: `/x/{name}`."""
    before, _, after = path.partition(f"{name}>")
    return before[: before.rindex("<")] + "{" + name + "}" + after


def _paths() -> dict[str, Any]:
    api: Any = current_app.extensions["credit_window_api"]
    paths: dict[str, Any] = api.spec.to_dict()["paths"]
    return paths
