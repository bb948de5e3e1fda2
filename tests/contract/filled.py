"""The small demonstration, and beside it what it lacks: lists on their way, drafts, samples."""

import io
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from werkzeug.test import TestResponse

from credit.checks.batches.jobs import run_batch
from scoring.ledger.importing.jobs import import_entries
from service.access import Role
from service.accounts.api_tokens import create_token
from service.accounts.authenticate import SESSION_KEY
from service.accounts.models import Account
from service.accounts.service import open_session
from service.database import db, transaction
from tests.credit.checks.batches.conftest import people
from tests.factories.records import csv_of as rows_of
from tests.scoring.ledger.importing.conftest import csv_of
from tests.workflows.workdays.files import notice_2027

COMMUNITY = "CY1"
HEADS = ("姓名", "证件类型", "证件号码", "备注")
GROUND = {
    "purpose": "school_admission",
    "basis_kind": "sharing",
    "basis_reference": "函〔2026〕1号",
}
Clients = dict[Role | None, FlaskClient]


def clients_of(app: Flask) -> Clients:
    """A browser of each role of the demonstration, and one that is not signed in."""
    clients: Clients = {None: app.test_client()}
    for role in Role:
        account = db.session.scalars(select(Account).where(Account.name == role.value)).one()
        clients[role] = app.test_client()
        with clients[role].session_transaction() as session:
            session[SESSION_KEY] = open_session(account)
    return clients


def fill(app: Flask, folder: Path) -> Clients:
    """Load the demonstration and put in what it lacks; the people of it."""
    _command(app, "demo", "load", "--scale", "small")
    notice = folder / "2027.yaml"
    notice.write_bytes(notice_2027())
    _command(app, "calendar", "import", str(notice))
    _command(app, "audit", "seal")
    _sample()
    clients = clients_of(app)
    _lists(clients[Role.clerk])
    _upload(clients[Role.clerk])
    _points(clients[Role.community])
    done(clients[Role.auditor].post("/audit/verifications", data={"newest": "0"}))
    create_token(db.session.scalars(select(Account).where(Account.name == "clerk")).one(), "接口")
    db.session.remove()
    return clients


def _sample() -> None:
    """A month's look-ups to be read by an auditor, as if drawn."""
    with transaction() as session:
        session.execute(text(
            "INSERT INTO lookup_sample (month, seed, population, size, drawn_at) "
            "VALUES ('2026-10-01', '', 8, 8, now())"
        ))  # fmt: skip
        session.execute(text(
            "INSERT INTO lookup_sample_entry (month, entry_id, place) SELECT '2026-10-01', id, "
            "row_number() OVER (ORDER BY id) FROM query_log_entry WHERE operator_id <> 0 LIMIT 8"
        ))  # fmt: skip


def _command(app: Flask, *words: str) -> None:
    answer = app.test_cli_runner().invoke(args=list(words))
    assert answer.exit_code == 0, answer.output


def done(answer: TestResponse) -> TestResponse:
    """The answer, once it is sure that it is none of a refusal."""
    assert answer.status_code < 400, answer.text
    return answer


def _lists(clerk: FlaskClient) -> None:
    """A list of applicants that was worked through, some with something against them, and one
    that waits to be started."""
    adverse = db.session.execute(text(
        "SELECT DISTINCT name, code FROM subject JOIN record ON subject_id = subject.id "
        "WHERE code IS NOT NULL AND status = 'active' ORDER BY code LIMIT 12"
    ))  # fmt: skip
    rows = [dict(zip(HEADS, one, strict=True)) for one in people(3)]
    rows += [{"姓名": name, "证件类型": "", "证件号码": code, "备注": ""} for name, code in adverse]
    rows += [{"姓名": "无号码", "证件类型": "", "证件号码": "", "备注": ""}] * 2
    ground = GROUND | {"purpose": "enterprise_review"}
    sent = {"file": (io.BytesIO(rows_of(rows)), "名单.csv")}
    batch = done(clerk.post("/api/v1/check-batches", data=ground | sent))
    run_batch(batch.json["id"])
    sent = {"file": (io.BytesIO(rows_of(rows)), "名单.csv")}
    done(clerk.post("/batches/new", data=ground | sent))


def _upload(clerk: FlaskClient) -> None:
    """A document on its way."""
    draft = db.session.scalar(text(
        "SELECT number FROM case_file WHERE case_type = 'penalty' AND state = 'draft'"
    ))  # fmt: skip
    wish = {"case": draft, "kind": "other", "filename": "a.pdf", "size": 4}
    done(clerk.post("/api/v1/uploads", json=wish))


def _points(manager: FlaskClient) -> None:
    """A sheet of awards with faults in it, and a catalogue that is being altered."""
    rows = [(f"查无此人{n}", "cleaning", 1, "2026-11-01", "", "", "") for n in range(5)]
    sheet = {"file": (io.BytesIO(csv_of(rows)), "积分.csv")}
    begun = done(manager.post(f"/points/{COMMUNITY}/entries/imports", data=sheet))
    import_entries(begun.location.rsplit("/", 1)[1])
    done(manager.post(f"/points/{COMMUNITY}/catalogue/draft"))
