"""What must hold whatever is on record: exemptions, replay, and a human before every negative."""

import io
import json
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

import pytest
import time_machine
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from credit.checks import service as checks
from credit.checks import verifiers
from credit.checks.batches import service as batches
from credit.checks.batches.jobs import run_batch
from credit.checks.batches.results import ADDED, WAITING
from credit.checks.certificates import certificate_pdf
from credit.checks.models import BasisKind, Check
from credit.checks.present import present
from credit.checks.problems import NotIssuable, SameHands
from credit.checks.replay import replay
from credit.checks.resolving import Resolution, resolve
from credit.checks.schemas import CheckAnswer
from credit.checks.service import NewCheck
from credit.records.importing.begin import start_import
from credit.records.importing.run import run_import
from credit.records.models import Record, RecordStatus
from credit.rules.service import import_rules
from credit.rules.vocabulary import Outcome
from credit.subjects.identifiers import IdType
from service.audit.actor import SYSTEM, acting_as
from service.database import db, transaction
from service.problems import NotAllowed, NotFound
from service.tabular import open_table, write_xlsx
from tests.contract.conftest import REVIEWER
from tests.contract.strategies import BRIEFLY, bad_records, exempt_records, records
from tests.credit.checks.conftest import TABLES, put_record, put_subject
from tests.examples import some
from tests.factories.identifiers import make_resident_id
from tests.factories.records import PenaltyRow, csv_of

pytestmark = pytest.mark.usefixtures("rules", "as_clerk")
BASIS = (BasisKind.authorisation, "SQ-2026-0001")
_people = count(1)


def somebody(*rows: dict[str, object]) -> tuple[str, str]:
    """Name and number of a new person on file with these records."""
    place = next(_people)
    name, number = f"张{place}", make_resident_id(place)
    subject = put_subject(name, number)
    for row in rows:
        put_record(subject, **row)
    return name, number


def check_of(*rows: dict[str, object]) -> Check:
    name, number = somebody(*rows)
    new = NewCheck("school_admission", name, IdType.RESIDENT_ID, number, *BASIS)
    return checks.create_check(new)


def settled(check: Check) -> Check:
    """The check after a reviewer has answered what held it."""
    if check.outcome != Outcome.HELD:
        return check
    with acting_as(REVIEWER):
        return resolve(check.number, Resolution(identity_confirmed=True))


@settings(BRIEFLY, max_examples=some(40))
@given(
    plain=st.lists(records(), max_size=3),
    exempt=st.lists(exempt_records(), min_size=1, max_size=3),
)
def test_no_exempt_record_ever_lowers_a_result(app: Flask, plain, exempt):
    without, with_them = check_of(*plain), check_of(*plain, *exempt)
    assert with_them.points == without.points
    if with_them.outcome != without.outcome:
        assert with_them.outcome == Outcome.HELD  # a dispute that would matter is told to a human
        assert "disputed" in with_them.hold_reasons
    last, last_without = settled(with_them), settled(without)
    assert (last.outcome, last.points) == (last_without.outcome, last_without.points)


@settings(BRIEFLY, max_examples=some(15))
@given(rows=st.lists(bad_records(), min_size=1, max_size=3), reason=st.data())
def test_a_record_that_becomes_exempt_counts_no_more_in_the_next_check(app: Flask, rows, reason):
    name, number = somebody(*rows)
    new = NewCheck("school_admission", name, IdType.RESIDENT_ID, number, *BASIS)
    assert checks.create_check(new).outcome == Outcome.NEGATIVE
    states = [status for status in RecordStatus if status is not RecordStatus.active]
    state = reason.draw(st.sampled_from(states))
    with transaction() as session:
        newest = select(Record).order_by(Record.id.desc()).limit(len(rows))
        for record in session.scalars(newest):
            record.status = state
    again = checks.create_check(new)
    assert (again.outcome, again.points) == (Outcome.PASSED, 0)


@settings(BRIEFLY, max_examples=some(15))
@given(rows=st.lists(bad_records(), min_size=1, max_size=3))
def test_no_negative_result_leaves_before_a_named_human_has_confirmed_it(app: Flask, rows):
    check = check_of(*rows)
    assert check.outcome == Outcome.NEGATIVE
    for leave in (certificate_pdf, verifiers.verify):
        with pytest.raises((NotIssuable, NotFound)):
            leave(check.number)
    with acting_as(SYSTEM), pytest.raises(NotAllowed):
        checks.confirm(check.number)
    with pytest.raises(SameHands):
        checks.confirm(check.number)
    with pytest.raises(NotIssuable):
        certificate_pdf(check.number)
    with acting_as(REVIEWER):
        confirmed = checks.confirm(check.number, "已核对")
    assert confirmed.reviewed_by == REVIEWER.name
    assert certificate_pdf(check.number)[1].startswith(b"%PDF")
    assert verifiers.verify(check.number)[1]["outcome"] == Outcome.NEGATIVE


applicants = st.lists(bad_records() | exempt_records(), max_size=2)


@settings(BRIEFLY, max_examples=some(5))
@given(people=st.lists(applicants, min_size=2, max_size=6))
def test_a_workbook_tells_nothing_of_a_negative_nobody_confirmed(
    app: Flask, tmp_path_factory, people
):
    folder = tmp_path_factory.mktemp("batch")
    listed = [somebody(*rows) for rows in people]
    write_xlsx(folder / "list.xlsx", ("姓名", "证件号码"), listed)
    new = batches.NewBatch("school_admission", *BASIS)
    with (folder / "list.xlsx").open("rb") as stream:
        batch_id = batches.start(new, stream, "list.xlsx").id
    run_batch(str(batch_id))
    rows = result_rows(batch_id, folder)
    made = {check.number: check for check in checks_of(batch_id)}
    for row in rows:
        check = made[row["核查编号"]]
        if check.outcome != Outcome.PASSED:
            assert (row["结果"], row["分值"], row["理由"]) == (WAITING, "", "")
    negative = [check for check in made.values() if check.outcome == Outcome.NEGATIVE]
    with acting_as(REVIEWER):
        for check in negative:
            checks.confirm(check.number)
    told = {row["核查编号"]: row["结果"] for row in result_rows(batch_id, folder)}
    assert {told[check.number] for check in negative} <= {"不通过"}


def checks_of(batch_id) -> list[Check]:
    return list(db.session.scalars(select(Check).where(Check.batch_id == batch_id)))


def result_rows(batch_id, folder) -> Iterator[dict[str, str]]:
    with batches.open_result(batch_id, "api") as stream:
        (folder / "result.xlsx").write_bytes(stream.read())
    table = open_table(folder / "result.xlsx", "result.xlsx")
    assert table.header[-len(ADDED) :] == list(ADDED)
    return [dict(zip(table.header, row.cells, strict=False)) for row in table.rows()]


def told(app: Flask, check: Check) -> str:
    """Everything a reader is told of a check that does not depend on its review."""
    with app.test_request_context():
        answer = CheckAnswer().dump(present(check, str))
    for later in ("final", "reviewed_by", "reviewed_at", "superseded_by", "certificate_url"):
        answer.pop(later)
    return json.dumps(answer, ensure_ascii=False, sort_keys=True, default=str)


def stricter() -> str:
    """The demonstration table with other points: another version for the same days."""
    table = (TABLES / "xh-demo.yaml").read_text("utf-8")
    return table.replace("points: -20", "points: -25").replace("points: -10", "points: -15")


def bring_in(*rows: dict[str, str]) -> None:
    content = io.BytesIO(csv_of(rows))
    run_import(start_import(content, "rows.csv", "shuanggongshi-penalty").id)


def test_every_check_replayed_gives_the_same_bytes_whatever_came_later(app: Flask, monkeypatch):
    made: list[Check] = []

    @settings(BRIEFLY, max_examples=some(15))
    @given(rows=st.lists(records() | exempt_records(), max_size=3))
    def make(rows) -> None:
        made.append(settled(check_of(*rows)))

    make()
    penalty = PenaltyRow()
    bring_in(penalty)
    code = penalty["CF_XDR_SHXYM"]
    company = NewCheck("enterprise_review", penalty["CF_XDR_MC"], IdType.USCC, code, *BASIS)
    made.append(checks.create_check(company))
    before = {check.id: told(app, check) for check in made}
    papers = {
        check.number: certificate_pdf(check.number)[1]
        for check in made
        if check.outcome == Outcome.PASSED
    }

    bring_in(penalty | {"CF_ZT": "1"})
    bring_in(*PenaltyRow.build_batch(3))
    with transaction() as session:
        for record in session.scalars(select(Record)):
            record.status, record.decided_on = RecordStatus.repaired, date(2020, 1, 1)
    assert import_rules(stricter()).count("changed") > 0
    db.session.expire_all()

    with time_machine.travel(date(2029, 1, 1), tick=False):
        for check in made:
            again = db.session.get_one(Check, check.id, populate_existing=True)
            assert replay(again).same, again.number
            assert told(app, again) == before[check.id]
        for number, paper in papers.items():
            assert certificate_pdf(number)[1] == paper
    assert checks.create_check(company).points == 0  # while a new check sees what is now


def test_a_new_version_of_a_table_is_used_from_its_import_on(app: Flask):
    rows = [{"kind": "tax_violation"}]
    before = check_of(*rows)
    import_rules(stricter())
    after = check_of(*rows)
    assert (before.points, after.points) == (-20, -25)
    assert replay(before).same
    assert replay(after).same
    assert before.rule_set_id != after.rule_set_id


def test_the_day_a_record_leaves_publicity_is_the_last_it_counts(app: Flask):
    last = date(2026, 11, 20)
    row = {
        "published_until_max": last,
        "decided_on": last - timedelta(days=300),
        "final_on": last - timedelta(days=300),
        "tier": "serious",
    }
    name, number = somebody(row)
    found = []
    for as_of in (last, last + timedelta(days=1)):
        new = NewCheck("school_admission", name, IdType.RESIDENT_ID, number, *BASIS, as_of=as_of)
        found.append(checks.create_check(new).outcome)
    assert found == [Outcome.NEGATIVE, Outcome.PASSED]
