"""An application with addresses made to fail in every way, over the tests' database."""

import errno
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask, Response
from marshmallow import Schema, fields, validate
from sqlalchemy.exc import OperationalError

from service.access import allow
from service.accounts.models import Account
from service.api.idempotency import idempotent
from service.api.paging import PageArguments, page_of
from service.api.shell import api_blueprint
from service.app import Part, create_app
from service.database import db, transaction
from service.files import store
from service.messages import msg
from service.part import PART
from service.problems import Conflict, FieldError

blueprint = api_blueprint("probe", __name__, "Probe")


class Inner(Schema):
    name = fields.String(required=True, validate=validate.Length(max=5))


class Body(Schema):
    inner = fields.Nested(Inner, required=True)
    numbers = fields.List(fields.Integer(), load_default=list)


class Answer(Schema):
    id = fields.String(required=True)


class Upload(Schema):
    file = fields.Raw(required=True)


@blueprint.post("/probe/things")
@allow("home.read")
@idempotent
@blueprint.arguments(Body)
@blueprint.response(201, Answer)
def make_thing(body: dict[str, Any]) -> Any:
    with transaction():
        name = body["inner"]["name"]
        row = store(iter_bytes(name), name)
        if name == "taken":
            raise Conflict(
                msg("已有。"),
                errors=[FieldError("inner.name", "taken", msg("已有。"), msg("请换一个。"), 7)],
                status=299,
                next="here",
            )
        if name == "crash":
            raise RuntimeError("110105194912310021 张三")
    return {"id": str(row.id)}, 201, {"Location": f"/things/{row.id}", "Cache-Control": "no-store"}


def iter_bytes(text: str) -> Any:
    import io

    return io.BytesIO(text.encode())


@blueprint.post("/probe/refused")
@allow("home.read")
@idempotent
def refused() -> Response:
    return Response("no", status=409)


@blueprint.post("/probe/streamed")
@allow("home.read")
@idempotent
def streamed() -> Response:
    return Response((part for part in ("a", "b" * 2_000_000)), direct_passthrough=True)


@blueprint.post("/probe/binary")
@allow("home.read")
@idempotent
def binary() -> Response:
    store(iter_bytes("made"), "made")
    return Response(b"\xff\xfe")


@blueprint.post("/probe/files")
@allow("home.read")
@idempotent
@blueprint.arguments(Upload, location="files")
@blueprint.response(201, Answer)
def take_file(files: dict[str, Any]) -> Any:
    return {"id": str(store(files["file"].stream, "f").id)}


@blueprint.get("/probe/away")
@allow("docs.read")
def away() -> Response:
    raise OperationalError("SELECT 1", {}, Exception("gone"))


@blueprint.get("/probe/full")
@allow("docs.read")
def full() -> Response:
    raise OSError(errno.ENOSPC, "/var/spool/x")


@blueprint.get("/probe/crash/<name>")
@allow("docs.read")
def crash(name: str) -> Response:
    raise RuntimeError(name)


@blueprint.get("/probe/accounts")
@allow("docs.read")
@blueprint.arguments(PageArguments, location="query")
def accounts(page: dict[str, Any]) -> Any:
    rows, cursor = page_of(db.select(Account), Account.id, **page)
    return {"names": [row.name for row in rows], "next": cursor}


@pytest.fixture(scope="session")
def probe_app(built_app: Flask, settings) -> Iterator[Flask]:
    app = create_app(replace(settings), [PART, Part("probe", api=(blueprint,))])
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def probe(app: Flask, probe_app: Flask, account):
    """Calls the probe's addresses as a clerk: `probe("post", "/probe/things", json=…)`."""
    from service.accounts.api_tokens import create_token

    with probe_app.app_context():
        db.engine.dispose()  # another test may have cut every connection to the database
    made = account("clerk")
    _, token = create_token(made, "test")

    def call(method: str, address: str, **values: Any):
        headers = {"Authorization": f"Bearer {token}"} | values.pop("headers", {})
        client = probe_app.test_client()
        return client.open("/api/v1" + address, method=method.upper(), headers=headers, **values)

    return call
