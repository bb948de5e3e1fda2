"""Every operation of the document is called through the client; the service knows each call."""

import inspect
import re
import types
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

import pytest
from flask import Flask, request, request_started

from credit_window_client import CreditWindow, Download, Paged, Problem
from credit_window_client.client import DocumentKind, Purpose
from service.access.account import Role
from service.access.gate import action_of
from service.access.policy import load_policy
from service.api.shell import API_PREFIX
from tests.client.fitting import misfits
from tests.conftest import DEMO_PASSWORD
from tools.openapi.document import committed
from tools.openapi.operations import Operation, operations_of

OPERATIONS = {f"{one.group}.{one.name}": one for one in operations_of(committed())}
NOT_UNDERSTOOD = {"bad-json", "wrong-media-type", "http-400", "http-404", "http-405", "unexpected"}
"""Codes of problems that say the client was at fault, or the service."""
UNKNOWN = "不认识这一项"
PLACE = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")
DAY = date(2026, 3, 25)
PLAIN: dict[Any, Any] = {
    str: "1",
    int: 1,
    float: 1.0,
    bool: True,
    bytes: b"1234",
    Path: ("a.csv", b"x"),
}
SAMPLES = {
    "upload_id": "00000000-0000-4000-8000-000000000000",
    "content_range": "bytes 0-3/4",
    "year": 2026,
}


@dataclass
class Heard:
    """What the service took each call for."""

    endpoints: list[tuple[str, str | None]] = field(default_factory=list)

    def note(self, _sender: Flask, **_extra: Any) -> None:
        rule = request.url_rule
        place = PLACE.sub(r"{\1}", rule.rule).removeprefix(API_PREFIX) if rule else None
        self.endpoints.append((request.method, place))


@contextmanager
def listening(app: Flask) -> Iterator[Heard]:
    heard = Heard()
    with request_started.connected_to(heard.note, app):
        yield heard


def sample(name: str, kind: Any) -> Any:
    """Some value of the type; what is optional is there."""
    if name in SAMPLES:
        return SAMPLES[name]
    origin, inner = get_origin(kind), get_args(kind)
    if is_typeddict(kind):
        return {key: sample(key, one) for key, one in get_type_hints(kind).items()}
    if origin in {Union, types.UnionType}:
        return DAY if date in inner else sample(name, inner[0])
    if origin is Literal:
        return inner[0]
    if origin in {Sequence, list}:
        return [sample(name, inner[0])]
    return PLAIN.get(origin or kind, {})


def arguments(operation: Operation, method: Callable[..., Any]) -> dict[str, Any]:
    hints = get_type_hints(method)
    given = {one.name: sample(one.name, hints[one.name]) for one in operation.arguments}
    paths = committed()["paths"][API_PREFIX + operation.path]
    for one in paths.get("parameters", []):
        if one["schema"].get("format") == "uuid":
            given[one["name"]] = SAMPLES["upload_id"]
    given.pop("cursor", None)
    return given


def method_of(client: CreditWindow, name: str) -> Callable[..., Any]:
    group, _, method = name.partition(".")
    found: Callable[..., Any] = getattr(getattr(client, group), method)
    return found


def role_for(app: Flask, operation: Operation) -> str | None:
    wanted = (operation.method.upper(), API_PREFIX + operation.path)
    rule = next(
        one
        for one in app.url_map.iter_rules()
        if (wanted[0] in (one.methods or ())) and PLACE.sub(r"{\1}", one.rule) == wanted[1]
    )
    policy = load_policy()[action_of(app, rule.endpoint)]
    return None if policy.public else next(one.value for one in Role if one in policy.scopes)


def called(method: Callable[..., Any], given: dict[str, Any]) -> Any:
    answer = method(**given)
    return answer.page() if isinstance(answer, Paged) else answer


@pytest.mark.long
def test_the_service_knows_every_call_of_the_client_and_the_client_every_answer(
    app, account, client_of
):
    clients: dict[str | None, CreditWindow] = {}
    signer = account("clerk", name="signer").name
    wrong, answered = [], set()
    for name, operation in OPERATIONS.items():
        role = role_for(app, operation)
        if role not in clients:
            clients[role] = client_of(role)
        method = method_of(clients[role], name)
        given = arguments(operation, method)
        if operation.parts.get("basic"):
            given |= {"name": signer, "password": DEMO_PASSWORD}
        with listening(app) as heard:
            try:
                answer = called(method, given)
            except Problem as problem:
                told = [error.message for error in problem.errors]
                if problem.code in NOT_UNDERSTOOD or any(UNKNOWN in one for one in told):
                    wrong.append((name, role, str(problem), told))
            else:
                answered.add(name)
                wrong += [(name, one) for one in misfits(answer, answer_kind(method))]
        assert heard.endpoints == [(operation.method.upper(), operation.path)], name
    assert wrong == []
    assert {"tokens.create", "statistics.get", "query_purposes.get", "queries.list"} <= answered


def answer_kind(method: Callable[..., Any]) -> Any:
    kind = get_type_hints(method)["return"]
    return get_args(kind)[1] if get_origin(kind) is Paged else kind


def test_every_operation_is_a_method_whose_arguments_are_those_of_the_document():
    client = CreditWindow("http://localhost")
    for name, operation in OPERATIONS.items():
        found = inspect.signature(method_of(client, name)).parameters
        wanted = {one.name: one.required for one in operation.arguments}
        wanted |= {"idempotency_key": False} if operation.takes_key else {}
        required = {key: one.default is inspect.Parameter.empty for key, one in found.items()}
        assert required == wanted, name


def test_the_names_given_to_choices_hold_all_of_them():
    client = CreditWindow("http://localhost")
    chosen = [
        (Purpose, get_type_hints(client.checks.create)["purpose"]),
        (DocumentKind, get_type_hints(client.uploads.create)["kind"]),
    ]
    assert all(get_args(named) == get_args(taken) for named, taken in chosen)


def test_the_document_names_more_operations_than_a_few_and_downloads_among_them():
    client = CreditWindow("http://localhost")
    downloads = [name for name in OPERATIONS if answer_kind(method_of(client, name)) is Download]
    assert len(OPERATIONS) > 100
    assert {"checks.certificate_pdf", "enterprises.report_pdf"} <= set(downloads)
