"""Queries over the API: one subject, lists, what is told, what is denied, and what is logged."""

import json
from datetime import date

from sqlalchemy import func, select

from credit.queries.limits import BLOCK_SUBJECTS, SUBJECTS_MAX
from credit.queries.models import CreditQuery
from credit.records.models import Record
from service import clock
from service.audit.models import QueryLogEntry
from service.audit.sealing import seal_all
from service.audit.verify import verify
from service.database import db
from service.months import add_months
from tests.credit.checks.conftest import put_record, put_subject
from tests.credit.queries.conftest import DUTY, UNIT, ask_about, ask_list, ask_person
from tests.factories.identifiers import make_resident_id, make_uscc


def logged() -> list[QueryLogEntry]:
    return list(db.session.scalars(select(QueryLogEntry).order_by(QueryLogEntry.id)))


def calls() -> list[CreditQuery]:
    return list(db.session.scalars(select(CreditQuery).order_by(CreditQuery.id)))


def test_an_answer_tells_the_fields_of_its_purpose_with_marks_and_is_logged(api, organisation):
    subject, code = organisation()
    put_record(subject, fine=5000)
    put_record(subject, disputed=True)
    put_record(subject, status="repaired")
    answer = api("department", unit=UNIT).post("/queries", json=ask_about(code))
    assert answer.status_code == 200, answer.json
    told = answer.json
    assert (told["on_file"], told["adverse"], told["statement"]) == (True, 1, None)
    assert [one["marks"] for one in told["records"]] == [["under_objection"], []]
    assert "fine" not in told["records"][0], "the purpose does not name it"
    assert [one["mark"] for one in told["marks"]] == ["under_objection"]
    entry, call = logged()[0], calls()[0]
    assert (entry.basis_kind, entry.basis_reference) == ("sharing", DUTY["reference"])
    assert (entry.purpose, entry.outcome, entry.channel) == ("enterprise_review", "answered", "api")
    assert entry.object_ref == call.number == told["number"]
    assert len(entry.result_hash) == 32
    assert "fine" not in entry.fields
    assert (call.asked, call.answered, call.nothing_found, call.unit) == (1, 1, 0, UNIT)
    assert call.ended_at is not None


def test_who_is_not_on_file_is_told_apart_from_who_has_nothing(api, organisation):
    department = api("department", unit=UNIT)
    _, code = organisation()
    there = department.post("/queries", json=ask_about(code)).json
    away = department.post("/queries", json=ask_about(make_uscc(900))).json
    assert [one["on_file"] for one in (there, away)] == [True, False]
    assert there["statement"] == away["statement"] == "查询期内无相关信息"
    assert [one.nothing_found for one in calls()] == [1, 1]


def test_every_refusal_is_logged_though_nothing_is_told(api, organisation, person):
    """One body after the other: what is wrong with it, the status, and the reason logged."""
    _, code = organisation()
    _, number = person("张伟")
    born = add_months(clock.today(), -12 * 12)
    child = ask_person("张小伟", make_resident_id(7, date(born.year, born.month, 1)))
    cases = [
        (ask_about(code, purpose="walk_in"), "purpose-not-yours"),
        (ask_about(code, purpose="supervision", basis={"kind": "authorisation", "reference": "x"}),
         "basis-not-accepted"),
        (ask_about(code, purpose="school_admission"), "subject-kind"),
        (ask_person("李四", number), "name-mismatch"),
        (child, "minor-subject"),
        (ask_about(code, basis={"kind": "authorisation", "reference": "SQ-1"}),
         "authorisation-unknown"),
    ]  # fmt: skip
    department = api("department", unit=UNIT)
    for place, (body, reason) in enumerate(cases, 1):
        answer = department.post("/queries", json=body, headers={"Idempotency-Key": f"k{place}"})
        assert (answer.status_code, answer.json["reason"]) == (403, reason)
        entry, call = logged()[-1], calls()[-1]
        assert len(logged()) == len(calls()) == place, "written although refused"
        assert (entry.outcome, entry.fields, entry.result_hash) == ("denied", [], b"")
        assert (call.denied, call.answered, call.reason_denied) == (1, 0, reason)
        assert call.number == answer.json["number"]


def test_what_cannot_be_read_is_no_query(api, organisation):
    _, code = organisation()
    department = api("department", unit=UNIT)
    blank = {"kind": "sharing", "reference": "。"}
    for body, field in (
        (ask_about(code, basis=None), "basis"),
        (ask_about(code, basis={"kind": "sharing"}), "basis.reference"),
        (ask_about(code, purpose="curiosity"), "purpose"),
        (ask_about("91330106MA"), "subject.id_number"),
        (ask_about(code) | {"subjects": []}, "subjects"),
        (ask_person("", make_resident_id(1, date(1985, 5, 17))), "subject.name"),
    ):
        answer = department.post("/queries", json=body)
        assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field), body
    assert department.post("/queries", json=ask_about(code, basis=blank)).status_code == 422
    assert calls() == logged() == []


def test_a_list_is_answered_row_by_row_in_both_forms(api, organisation):
    subject, code = organisation()
    record = put_record(subject)
    department = api("department", unit=UNIT)
    body = ask_list({"id_number": code}, {"id_number": "x"}, {"id_number": make_uscc(901)}, 7)
    whole = json.loads(department.post("/queries", json=body).get_data())
    assert whole["counts"] == {
        "asked": 4, "answered": 2, "nothing_found": 1, "denied": 0, "faulty": 2,
    }  # fmt: skip
    assert [one["index"] for one in whole["answers"]] == [0, 1, 2, 3]
    assert whole["answers"][0]["records"][0]["record_id"] == record.id
    assert ["problem" in one for one in whole["answers"]] == [False, True, False, True]
    lines = department.post("/queries", json=body, headers={"Accept": "application/x-ndjson"})
    assert lines.content_type == "application/x-ndjson"
    told = [json.loads(line) for line in lines.text.splitlines()]
    assert [sorted(one.get("records", [{}])) for one in told[1:]] == [[{}], [], [{}]]
    assert [call.faulty for call in calls()] == [2, 2]


def test_a_long_list_commits_block_by_block_and_its_counts_are_its_log(api, app):
    count = BLOCK_SUBJECTS + 3
    rows = [{"id_number": make_uscc(n)} for n in range(count)]
    department = api("department", unit=UNIT)
    answer = department.post("/queries", json=ask_list(*rows))
    seen = json.loads(answer.get_data())
    assert (len(seen["answers"]), seen["counts"]["answered"]) == (count, count)
    call = calls()[0]
    db.session.refresh(call)
    assert (call.asked, call.answered, call.nothing_found) == (count, count, count)
    assert call.ended_at is not None
    total = select(func.count()).where(QueryLogEntry.object_ref == call.number)
    assert db.session.scalar(total) == count
    db.session.rollback()
    seal_all()
    trail = next(one for one in verify().trails if one.trail == "query")
    assert (trail.findings_count, trail.intact, trail.unsealed) == (0, count, 0)


def test_a_caller_that_hangs_up_has_been_told_and_has_logged_whole_blocks(api, app):
    rows = [{"id_number": make_uscc(n)} for n in range(BLOCK_SUBJECTS + 3)]
    answer = api("department", unit=UNIT).post(
        "/queries", json=ask_list(*rows), headers={"Accept": "application/x-ndjson"}, buffered=False
    )
    next(iter(answer.response))
    answer.close()
    call = calls()[0]
    assert (call.answered, call.ended_at) == (BLOCK_SUBJECTS, None)
    assert len(logged()) == BLOCK_SUBJECTS


def test_no_more_subjects_than_the_limit(api):
    department = api("department", unit=UNIT)
    over = [{"id_number": "x"}] * (SUBJECTS_MAX + 1)
    assert department.post("/queries", json=ask_list(*over)).status_code == 422
    answer = department.post("/queries", json=ask_list(*over[:-1]))
    assert json.loads(answer.get_data())["counts"]["faulty"] == SUBJECTS_MAX


def test_the_same_request_sent_twice_is_one_query(api, organisation):
    _, code = organisation()
    department, key = api("department", unit=UNIT), {"Idempotency-Key": "once"}
    for body in (ask_about(code), ask_list({"id_number": code})):
        key = {"Idempotency-Key": f"once-{len(calls())}"}
        first = department.post("/queries", json=body, headers=key)
        again = department.post("/queries", json=body, headers=key)
        assert first.get_data() == again.get_data()
        assert again.headers["Idempotent-Replayed"] == "true"
    firm = api("enterprise", subject_code=code)
    told = {firm.post("/queries/own", headers={"Idempotency-Key": "own"}).get_data() for _ in "ab"}
    assert len(told) == 1
    assert len(calls()) == len(logged()) == 3


def test_a_name_alone_never_brings_records_but_a_human_verdict_does(api, organisation):
    from credit.records.deciding import decide_match
    from service.audit import SYSTEM, acting_as

    subject, code = organisation("杭州甲贸易有限公司")
    named = put_subject("杭州甲贸易有限公司", None)
    record: Record = put_record(named)
    department = api("department", unit=UNIT)
    assert department.post("/queries", json=ask_about(code)).json["records"] == []
    with acting_as(SYSTEM):
        decide_match(named.id, subject.id, same=True, reason="营业执照相符")
    told = department.post("/queries", json=ask_about(code)).json["records"]
    assert [one["record_id"] for one in told] == [record.id]


def test_a_subject_asks_about_itself_and_nothing_it_sends_changes_whom(api, organisation):
    subject, code = organisation()
    record = put_record(subject, fine=10)
    _, other = organisation("杭州乙贸易有限公司")
    own = api("enterprise", subject_code=code, unit="甲")
    told = own.post("/queries/own", json={"code": other, "subject": {"id_number": other}})
    assert told.status_code == 200, told.json
    assert told.json["subject"]["id_number"] == code
    assert [one["record_id"] for one in told.json["records"]] == [record.id]
    assert (calls()[0].channel, logged()[0].basis_reference) == ("self", "self")
    assert api("person").post("/queries/own").status_code == 404, "nobody has seen its document"


def test_a_person_whose_document_was_seen_asks_about_itself(app, account, person):
    from service.access.account import Role
    from service.accounts.api_tokens import create_token
    from service.accounts.models import Account
    from service.audit import Actor, acting_as
    from service.identities.service import Seen, open_for
    from tests.conftest import ApiClient

    subject, number = person("张伟")
    record = put_record(subject)
    clerk = account("clerk")
    with acting_as(Actor(clerk.id, clerk.name, "clerk")):
        opened = open_for(Seen("张伟", "resident_id", number, document_seen=True))
    row = db.session.query(Account).filter_by(name=opened.account_name).one()
    assert row.role == Role.person
    row.password_expires_at = None
    db.session.commit()
    _, token = create_token(row, "test")
    told = ApiClient(app.test_client(), token).post("/queries/own")
    assert told.status_code == 200, told.json
    assert [one["record_id"] for one in told.json["records"]] == [record.id]
    assert number not in told.get_data(as_text=True)
    assert logged()[-1].subject_index == subject.id_index
