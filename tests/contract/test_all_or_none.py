"""State, audit entry and outgoing job are all there or none is, wherever the process dies."""

import io
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, text

from credit.checks import resolving
from credit.checks import service as checks
from credit.checks.batches import service as batches
from credit.checks.batches.jobs import run_batch
from credit.checks.certificates import certificate_pdf
from credit.checks.models import BasisKind
from credit.checks.resolving import Resolution
from credit.checks.service import NewCheck
from credit.records import deciding
from credit.records.importing.begin import start_import
from credit.records.importing.run import run_import
from credit.rules.service import import_rules
from credit.rules.vocabulary import Tier
from credit.subjects.identifiers import IdType
from service import audit, files, outbox
from service.access.account import Role
from service.accounts.api_tokens import create_token
from service.accounts.models import Account
from service.accounts.service import NewAccount, create_account
from service.audit.actor import acting_as
from service.database import db
from tests.conftest import DEMO_PASSWORD
from tests.contract.conftest import REVIEWER
from tests.credit.checks.batches.conftest import Killed
from tests.credit.checks.conftest import TABLES, put_record, put_subject
from tests.factories.identifiers import make_flawed_uscc, make_resident_id, make_uscc
from tests.factories.records import EnterpriseRow, csv_of

pytestmark = pytest.mark.usefixtures("rules", "as_clerk")
Deed = Callable[[], object]
BASIS = (BasisKind.authorisation, "SQ-2026-0001")
PERSON = make_resident_id(1)
LIST = csv_of([{"姓名": "王芳", "证件号码": make_resident_id(2)}])


def new_check(name: str = "张伟") -> NewCheck:
    return NewCheck("school_admission", name, IdType.RESIDENT_ID, PERSON, *BASIS)


def make_check() -> Deed:
    return lambda: checks.create_check(new_check())


def confirm() -> Deed:
    put_record(put_subject("张伟", PERSON))
    number = checks.create_check(new_check()).number
    return by_reviewer(lambda: checks.confirm(number))


def resolve() -> Deed:
    put_subject("李雷", PERSON)
    number = checks.create_check(new_check()).number
    return by_reviewer(lambda: resolving.resolve(number, Resolution(identity_confirmed=True)))


def by_reviewer(deed: Deed) -> Deed:
    def act() -> object:
        with acting_as(REVIEWER):
            return deed()

    return act


def read_check() -> Deed:
    number = checks.create_check(new_check()).number
    return lambda: checks.read_check(number, channel="api")


def certificate() -> Deed:
    number = checks.create_check(new_check()).number
    return lambda: certificate_pdf(number)


def start_batch() -> Deed:
    new = batches.NewBatch("school_admission", *BASIS)
    return lambda: batches.start(new, io.BytesIO(LIST), "list.csv")


def finish_batch() -> Deed:
    new = batches.NewBatch("school_admission", *BASIS)
    batch = batches.start(new, io.BytesIO(LIST), "list.csv")
    batch_id = str(batch.id)
    return lambda: run_batch(batch_id)


def begin_import() -> Deed:
    content = csv_of([EnterpriseRow()])
    return lambda: start_import(io.BytesIO(content), "a.csv", "enterprises")


def do_import() -> Deed:
    row = start_import(io.BytesIO(csv_of([EnterpriseRow()])), "a.csv", "enterprises")
    import_id = row.id
    return lambda: run_import(import_id)


def decide_tier() -> Deed:
    record = put_record(put_subject("甲公司", make_uscc(1), IdType.USCC))
    record_id = record.id
    return lambda: deciding.decide_tier(record_id, Tier.SERIOUS, "造成严重后果")


def confirm_code() -> Deed:
    subject = put_subject("乙公司", make_flawed_uscc(1), IdType.USCC)
    subject_id = subject.id
    return lambda: deciding.confirm_subject(subject_id)


def match() -> Deed:
    named = put_subject("丙公司", None).id
    subject = put_subject("丙公司", make_uscc(2), IdType.USCC).id
    return lambda: deciding.decide_match(
        named_subject_id=named, subject_id=subject, same=True, reason="地址相同"
    )


def bring_in_rules() -> Deed:
    table = (TABLES / "xh-demo.yaml").read_text("utf-8").replace("points: -20", "points: -25")
    return lambda: import_rules(table)


def open_account() -> Deed:
    return lambda: create_account(NewAccount("somebody", Role.clerk, DEMO_PASSWORD))


def issue_token() -> Deed:
    account_id = create_account(NewAccount("somebody", Role.clerk, DEMO_PASSWORD)).id
    return lambda: create_token(db.session.get_one(Account, account_id), "label")


DEEDS = {
    make_check: {"audit.insert_with_entries"},
    confirm: {"audit.record"},
    resolve: {"audit.record", "audit.insert_with_entries"},
    read_check: {"audit.log_query"},
    certificate: {"audit.record", "audit.log_query"},
    start_batch: {"audit.record", "outbox.enqueue"},
    begin_import: {"audit.record", "outbox.enqueue"},
    decide_tier: {"audit.record"},
    confirm_code: {"audit.record"},
    match: {"audit.record"},
    bring_in_rules: {"audit.record"},
    open_account: {"audit.record"},
    issue_token: {"audit.record"},
}
"""Each deed that is one transaction, and what it writes beside the state."""


DIGEST = "SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {name} t"


def contents() -> dict[str, str]:
    """A digest of every row of every table."""
    tables = [table.name for table in db.metadata.sorted_tables]
    with db.engine.connect() as connection:
        return {
            name: connection.execute(text(DIGEST.format(name=name))).scalar_one() for name in tables
        }


def dies(deed: Deed) -> bool:
    """Do it and say whether the process died at it; what was not committed is gone then."""
    died = True
    with suppress(Killed):
        deed()
        died = False
    db.session.rollback()
    db.session.remove()
    return died


def die_after(monkeypatch: pytest.MonkeyPatch, point: str) -> None:
    """Let the real function do its work, then kill."""
    part, name = point.split(".")
    module = {"audit": audit, "outbox": outbox}[part]
    real = getattr(module, name)

    def work_and_die(*args: Any, **kwargs: Any) -> Any:
        real(*args, **kwargs)
        db.session.flush()
        raise Killed

    monkeypatch.setattr(module, name, work_and_die)
    for user in USERS_BY_NAME.get(point, ()):
        monkeypatch.setattr(user, work_and_die)


USERS_BY_NAME = {
    "outbox.enqueue": ["credit.records.importing.begin.enqueue"],
}
"""Modules that hold the function under its own name."""

CRASHES = [(deed, point) for deed, points in DEEDS.items() for point in sorted(points)]


@pytest.mark.parametrize(
    ("prepare", "point"), CRASHES, ids=[f"{deed.__name__}-{point}" for deed, point in CRASHES]
)
def test_a_crash_after_any_step_leaves_nothing(app: Flask, monkeypatch, prepare, point):
    deed = prepare()
    before = contents()
    with monkeypatch.context() as broken:
        die_after(broken, point)
        assert dies(deed), f"{prepare.__name__} no longer calls {point}"
    assert contents() == before
    deed()
    assert contents() != before


@pytest.mark.parametrize("prepare", DEEDS, ids=lambda deed: deed.__name__)
def test_a_crash_at_the_commit_leaves_nothing(app: Flask, prepare):
    deed = prepare()
    before = contents()

    def kill(_session: object) -> None:
        raise Killed

    session = db.session.session_factory.class_
    event.listen(session, "before_commit", kill)
    try:
        assert dies(deed)
    finally:
        event.remove(session, "before_commit", kill)
    assert contents() == before


@pytest.mark.parametrize("prepare", DEEDS, ids=lambda deed: deed.__name__)
def test_a_deed_done_leaves_its_entry_and_its_job(app: Flask, prepare):
    deed = prepare()
    before = contents()
    deed()
    after = contents()
    changed = {name for name in after if after[name] != before[name]}
    wanted = {
        "audit.record": {"audit_entry"},
        "audit.log_query": {"query_log_entry"},
        "audit.insert_with_entries": {"audit_entry", "query_log_entry"},
        "outbox.enqueue": {"outbox_job"},
    }
    assert set().union(*(wanted[point] for point in DEEDS[prepare])) <= changed


@pytest.mark.parametrize("prepare", [finish_batch, do_import], ids=lambda deed: deed.__name__)
def test_a_job_that_died_at_its_entry_is_done_by_the_next_one(app: Flask, monkeypatch, prepare):
    deed = prepare()
    with monkeypatch.context() as broken:
        die_after(broken, "audit.record")
        assert dies(deed)
    deed()
    with db.engine.connect() as connection:
        states = connection.execute(
            text("SELECT state FROM check_batch UNION ALL SELECT state FROM record_import")
        ).scalars()
        assert set(states) == {"done"}


def test_a_request_that_died_may_be_sent_again_with_its_key(app: Flask, monkeypatch, api):
    clerk = api("clerk")
    sent = {
        "purpose": "school_admission",
        "subject": {"name": "张伟", "id_type": "resident_id", "id_number": PERSON},
        "basis": {"kind": "authorisation", "reference": "SQ-1"},
    }
    key = {"Idempotency-Key": "once"}
    before = contents()
    with monkeypatch.context() as broken:
        die_after(broken, "audit.insert_with_entries")
        assert dies(lambda: clerk.post("/checks", json=sent, headers=key))
    assert contents() == before
    first = clerk.post("/checks", json=sent, headers=key)
    again = clerk.post("/checks", json=sent, headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json == again.json


def test_a_file_that_cannot_be_stored_starts_nothing(app: Flask, monkeypatch):
    deed, before = start_batch(), contents()
    real = files.store

    def store_and_die(*args: Any, **kwargs: Any) -> Any:
        real(*args, **kwargs)
        raise Killed

    with monkeypatch.context() as broken:
        broken.setattr(files, "store", store_and_die)
        assert dies(deed)
    assert contents() == before
