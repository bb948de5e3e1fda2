"""Run by the test within the old code: fills a database, waits, then works on the new schema.

Its first line of output is `filled`; it goes on at a line of input and tells, as JSON, what came
of each thing it did. It uses the old code's addresses alone.
"""

import base64
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import time_machine
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

LOADERS = ("load_demo", "load_cases", "load_points")
ORDERED = ("clerk", "reviewer", "department", "enterprise")
Told = dict[str, Any]


def main() -> None:
    from service.settings import Settings
    from wsgi import build

    app = build(Settings.from_env())
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context(), late_in_a_year():
        upgrade()
        fill(app, everything=os.environ.get("OLD_WORK") == "long")
        say("filled")
    sys.stdin.readline()
    with app.app_context():
        say(json.dumps(dict(work(app)), ensure_ascii=False))


@contextmanager
def late_in_a_year() -> Iterator[None]:
    """The demonstration of 1.0.0 spends points, which nobody has in the first weeks of a year, and
    knows no 29 February."""
    now = datetime.now(UTC)
    if now.month > 1 and (now.month, now.day) != (2, 29):
        yield
        return
    with time_machine.travel(now.replace(year=now.year - 1, month=12, day=10), tick=True):
        yield


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def fill(app: Flask, *, everything: bool) -> None:
    from service.demo import Scale

    for loader in app.extensions["demo_loaders"]:
        if everything or loader.__name__ in LOADERS:
            loader(Scale.small)


def work(app: Flask) -> Iterator[tuple[str, Told]]:
    client = app.test_client()
    form = {"name": "clerk", "password": "demo-clerk"}
    yield "sign_in", told(client.post("/sign-in", data=form))
    yield "page", told(client.get("/checks"))
    yield "check", told(call(client, "clerk", "/checks", a_check()))
    yield "query", told(call(client, "department", "/queries", a_query()))
    yield "case_step", case_step(client)
    yield "points", points(client)
    client.get("/healthz")
    yield "metrics", told(client.get("/metrics"))
    from service.audit import sealing

    sealing.seal_all()
    verified = app.test_cli_runner().invoke(args=["audit", "verify"])
    yield "verify", {"status": verified.exit_code, "body": verified.output[-500:]}


def told(answer: Any) -> Told:
    return {"status": answer.status_code, "body": answer.text[:500]}


def call(client: FlaskClient, name: str, path: str, body: Any = None, **options: Any) -> Any:
    secret = base64.b64encode(f"{name}:demo-{name}".encode()).decode()
    signed = client.post("/api/v1/tokens", headers={"Authorization": f"Basic {secret}"})
    bearer = {"Authorization": f"Bearer {signed.json['token']}"}
    if body is None:
        return client.get("/api/v1" + path, headers=bearer, **options)
    return client.post("/api/v1" + path, headers=bearer, json=body, **options)


def a_check() -> Told:
    subject = {"name": "张伟", "id_number": resident("33010619850517001"), "id_type": "resident_id"}
    basis = {"kind": "sharing", "reference": "upgrade-1"}
    return {"purpose": "school_admission", "subject": subject, "basis": basis}


def a_query() -> Told:
    basis = {"kind": "sharing", "reference": "杭西数据〔2026〕8号"}
    return {"purpose": "enterprise_review", "basis": basis, "subject": {"id_number": listed_code()}}


def resident(body: str) -> str:
    """With its check digit (GB 11643)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]


def listed_code() -> str:
    """An enterprise that is on file, as somebody would have its code on a paper."""
    from sqlalchemy import text

    from service.database import db

    code = text("SELECT subject_code FROM case_file WHERE subject_code <> '' ORDER BY id LIMIT 1")
    return str(db.session.scalar(code))


def case_step(client: FlaskClient) -> Told:
    """The first action that anybody may take on any open case."""
    last: Told = {"status": 0, "body": "no case has an action"}
    for name in ORDERED:
        for case in call(client, name, "/repair-cases", query_string={"open": "true"}).json[
            "items"
        ]:
            full = call(client, name, f"/repair-cases/{case['number']}").json
            for action in full["actions"]:
                body = {"version": full["version"], "fields": {}}
                path = f"/repair-cases/{case['number']}/actions/{action['code']}"
                last = told(call(client, name, path, body))
                if last["status"] == 200:
                    return last
    return last


def points(client: FlaskClient) -> Told:
    from sqlalchemy import text

    from service.database import db

    member = text(
        "SELECT m.community_code, m.number FROM member m JOIN account a "
        "ON a.community_code = m.community_code WHERE a.name = 'community' ORDER BY m.id"
    )
    last: Told = {"status": 0, "body": "nobody to give points"}
    for code, number in db.session.execute(member).all():
        body = {"member": number, "item": "volunteer", "quantity": 1, "evidence": "upgrade-1"}
        last = told(call(client, "community", f"/communities/{code}/entries", body))
        if last["status"] == 201:
            break
    return last


if __name__ == "__main__":
    main()
