"""Completes the OpenAPI document with what holds for every operation alike.

Errors are problem documents (RFC 9457), every POST honours `Idempotency-Key`, a file is
sent together with the fields beside it, and a download is of its own kind.
"""

import mimetypes
from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal
from functools import cache
from http import HTTPStatus
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin

from service.api.errors import PROBLEM_TYPE, ProblemSchema
from service.api.idempotency import KEY_CHARS_MAX
from service.api.operation_ids import operation_id

METHODS = ("get", "post", "put", "patch", "delete")
JSON_TYPE = "application/json"
FORM_TYPE = "application/x-www-form-urlencoded"
UPLOAD_TYPE = "multipart/form-data"
ANY_TYPE = "*/*"
KINDS_OF_BODY = {"formData": (UPLOAD_TYPE,), "json_or_form": (JSON_TYPE, FORM_TYPE)}
"""Places of arguments that OpenAPI 3 knows as the body alone, and the kinds it comes in."""
BOUNDS = ("minimum", "maximum")
SCHEMAS = "#/components/schemas/"
PROBLEM_REF = {"$ref": SCHEMAS + "Problem"}

Json = dict[str, Any]


def complete(document: Json, prefix: str = "") -> Json:
    """A copy of the document as flask-smorest drew it, with what holds for all operations.

    Operations are named by their addresses below `prefix`.
    """
    whole = deepcopy(document)
    components = whole.setdefault("components", {})
    for path, item in whole.get("paths", {}).items():
        for method, operation in _operations(item):
            operation["operationId"] = operation_id(path.removeprefix(prefix), method, operation)
            _gather_body(operation, components)
            _describe_download(path, operation)
            _describe_problems(operation, method, has_place="{" in path)
            if method == "post":
                operation.setdefault("parameters", []).append(_idempotency_key())
    for unused in ("Error", "PaginationMetadata"):
        components.get("schemas", {}).pop(unused, None)
    components.setdefault("schemas", {}).update(deepcopy(_problem_schemas()))
    components.pop("responses", None)
    for schema in components["schemas"].values():
        _bound_with_numbers(schema.get("properties", {}))
    return whole


def _bound_with_numbers(properties: Json) -> None:
    """Bounds of decimals as the numbers they are: they come serialised as the field would be."""
    for described in properties.values():
        for bound in BOUNDS:
            if isinstance(described.get(bound), str | Decimal):
                described[bound] = float(described[bound])


def _operations(item: Json) -> Iterator[tuple[str, Json]]:
    return ((method, item[method]) for method in METHODS if method in item)


def _gather_body(operation: Json, components: Json) -> None:
    """Move form fields, which OpenAPI 3 no longer has as parameters, into the body."""
    parameters = operation.get("parameters", [])
    fields = [one for one in parameters if one["in"] in KINDS_OF_BODY]
    if not fields:
        return
    operation["parameters"] = [one for one in parameters if one not in fields]
    body = operation.setdefault("requestBody", {"content": {}})
    required = {one["name"] for one in fields if one.get("required")}
    if required:
        body["required"] = True
    for kind in KINDS_OF_BODY[fields[0]["in"]]:
        media = body["content"].setdefault(kind, {})
        beside = _resolved(media.get("schema", {}), components)
        media["schema"] = {
            "type": "object",
            "properties": {one["name"]: _field_schema(one) for one in fields}
            | beside.get("properties", {}),
            "required": sorted(required | set(beside.get("required", []))),
            "additionalProperties": False,
        }


def _field_schema(parameter: Json) -> Json:
    told = {"description": parameter["description"]} if "description" in parameter else {}
    schema: Json = parameter["schema"]
    return schema | told


def _resolved(schema: Json, components: Json) -> Json:
    name = schema.get("$ref", "").removeprefix(SCHEMAS)
    found: Json = components["schemas"][name] if name else schema
    return found


def _describe_download(path: str, operation: Json) -> None:
    """A file answers where the address ends like one, or where nothing else is described."""
    kind, _ = mimetypes.guess_type(path)
    answer = operation.get("responses", {}).get("200")
    if answer is not None and "content" not in answer:
        answer["content"] = {kind or ANY_TYPE: {"schema": {"type": "string", "format": "binary"}}}


def _describe_problems(operation: Json, method: str, *, has_place: bool) -> None:
    answers = operation.setdefault("responses", {})
    for status in _refusals(operation, method, has_place=has_place):
        answers[str(status.value)] = _problem(status.phrase)
    answers["default"] = _problem("Any other problem")
    operation["responses"] = dict(sorted(answers.items()))


def _refusals(operation: Json, method: str, *, has_place: bool) -> Iterator[HTTPStatus]:
    """The problems a caller must reckon with at an operation."""
    if operation.get("security") != []:
        yield from (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
    if has_place:
        yield HTTPStatus.NOT_FOUND
    if method == "post":
        yield HTTPStatus.CONFLICT
    if "requestBody" in operation:
        yield HTTPStatus.BAD_REQUEST
        yield HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        yield HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    yield HTTPStatus.UNPROCESSABLE_ENTITY


def _problem(description: str) -> Json:
    return {"description": description, "content": {PROBLEM_TYPE: {"schema": dict(PROBLEM_REF)}}}


def _idempotency_key() -> Json:
    return {
        "in": "header",
        "name": "Idempotency-Key",
        "required": False,
        "description": "同一请求重发时用同一个值：只办理一次，答复相同。",
        "schema": {"type": "string", "minLength": 1, "maxLength": KEY_CHARS_MAX},
    }


@cache
def _problem_schemas() -> Json:
    """`Problem` and what it holds; RFC 9457 lets a problem have members of its own."""
    spec = APISpec("", "", "3.1.0", plugins=[MarshmallowPlugin()])
    spec.components.schema("Problem", schema=ProblemSchema)
    schemas: Json = spec.to_dict()["components"]["schemas"]
    schemas["Problem"]["additionalProperties"] = True
    return schemas
