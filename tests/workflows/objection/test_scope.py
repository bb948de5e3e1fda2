"""Nobody reaches what is somebody else's, by whatever number they try, and nobody learns of it."""

import io

from sqlalchemy import func, select

from service.audit.models import AuditEntry, QueryLogEntry
from service.database import db
from tests.workflows.objection.conftest import WANDERER, Desk
from tests.workflows.repair.conftest import confirm_effects
from workflows.engine.models import CaseFile
from workflows.objection.grounds import Topic

WISH = {"ground": "content_wrong", "statement": "不是我们"}
PNG = b"\x89PNG\r\n\x1a\n"


def ask(desk: Desk, who: str, topic: str, reference: object, **more: object):
    body = WISH | {"topic": topic, "reference": str(reference)} | more
    return desk.api(who).post("/objections", json=body)


def traces() -> tuple[int, ...]:
    tables = (CaseFile, AuditEntry)
    return tuple(db.session.scalar(select(func.count()).select_from(one)) or 0 for one in tables)


def test_no_number_can_be_tried_out(ruled: Desk):
    """What is another's and what is nobody's answer alike, and nothing is marked or logged."""
    _, his = ruled.person(41)
    somebody, _ = ruled.person(42)
    record, check = ruled.record(), ruled.check()
    private = ruled.personal_record(his)
    repair = confirm_effects(ruled.granted())
    personal = ruled.check_person(his.id_sealed)
    before = traces()
    tries = [
        ("record", record.id, 99_999_999),
        ("record", private.id, "x' OR 1=1"),
        ("record", private.id, "²"),
        ("check", check.number, "HC20261127-7K3M9PQR2T-W"),
        ("check", personal.number, "☃"),
        ("repair", repair.number, "XF20261127-7K3M9PQR2T-W"),
    ]
    for who in ("stranger", somebody):
        for topic, others, nobodys in tries:
            found, missed = ask(ruled, who, topic, others), ask(ruled, who, topic, nobodys)
            assert found.status_code == missed.status_code == 404, (who, topic)
            assert found.get_json()["code"] == missed.get_json()["code"]
            page = ruled.page(who).get(f"/objections/new?topic={topic}&reference={others}")
            assert page.status_code == 404
    for record_ in (record, private):
        db.session.refresh(record_)
        assert not record_.disputed
    assert traces()[0] == before[0]


def test_each_sees_the_own_objections_alone(ruled: Desk):
    who, subject = ruled.person(43)
    other, _ = ruled.person(44)
    private = ruled.personal_record(subject)
    own = ask(ruled, who, "record", private.id).get_json()
    assert (own["state"], own["subject"]["name"]) == ("received", "张***")
    corporate = ask(ruled, "enterprise", "record", ruled.record().id).get_json()
    seen = {
        name: {one["number"] for one in ruled.api(name).get("/objections").get_json()["items"]}
        for name in (who, other, "enterprise", "stranger", "other_unit", "authority", "reviewer")
    }
    both = {own["number"], corporate["number"]}
    assert seen == {
        who: {own["number"]},
        other: set(),
        "enterprise": {corporate["number"]},
        "stranger": set(),
        "other_unit": set(),
        "authority": both,
        "reviewer": both,
    }
    for name in (other, "enterprise", "stranger", "other_unit"):
        for address in (
            f"/objections/{own['number']}",
            f"/repair-cases/{own['number']}",
            f"/objections/{own['number']}/attachments",
            f"/entry-objections/{own['number']}",
        ):
            assert ruled.api(name).get(address).status_code in (403, 404), (name, address)
        acted = ruled.api(name).post(f"/objections/{own['number']}/actions/withdraw", json={})
        assert acted.status_code == 404
    assert ruled.api("clerk").get(f"/repair-cases/{own['number']}").status_code == 404


def test_an_enterprise_without_a_code_sees_no_person(ruled: Desk):
    """The empty code of a natural person's case is nobody's scope."""
    who, subject = ruled.person(45)
    number = ask(ruled, who, "record", ruled.personal_record(subject).id).get_json()["number"]
    ruled.people["nameless"] = ruled.actor("enterprise", subject_code="")
    assert ruled.api("nameless").get(f"/objections/{number}").status_code == 404
    assert ruled.api("nameless").get("/objections").get_json()["items"] == []


def test_the_window_names_who_came_and_what_was_shown(ruled: Desk):
    _, subject = ruled.person(46)
    record = ruled.personal_record(subject)
    refused = ask(ruled, "clerk", "record", record.id)
    assert refused.status_code == 409
    codes = [one["code"] for one in refused.get_json()["refusals"]]
    assert codes == ["authorisation-missing", "id-not-seen"]
    visitor = {"reference": "SQ-7", "id_shown": True, "by_agent": True}
    made = ask(ruled, "clerk", "record", record.id, authorisation=visitor)
    assert made.status_code == 201
    case = made.get_json()
    assert case["fields"]["authorisation_reference"] == "SQ-7"
    logged = db.session.scalars(
        select(QueryLogEntry).where(QueryLogEntry.object_ref == case["number"])
    ).first()
    assert (logged.basis_kind, logged.basis_reference, logged.purpose) == (
        "authorisation", "SQ-7", "objection",
    )  # fmt: skip
    assert bytes(logged.subject_index) == subject.id_index


def test_over_http_from_the_first_word_to_the_signed_answer(ruled: Desk):
    record = ruled.record()
    key = {"Idempotency-Key": "once-1"}
    body = WISH | {"topic": "record", "reference": str(record.id), "wanted": "删除"}
    api = ruled.api("enterprise")
    first = api.post("/objections", json=body, headers=key)
    again = api.post("/objections", json=body, headers=key)
    assert first.get_json()["number"] == again.get_json()["number"]
    case = first.get_json()
    address = f"/objections/{case['number']}"
    assert case["matter"] == {
        "topic": "record", "reference": str(record.id), "ground": "content_wrong",
        "ground_name": "信息内容有错误", "statement": "不是我们", "wanted": "删除",
        "remedy": None, "remedy_name": None,
    }  # fmt: skip
    assert [one["code"] for one in case["actions"]] == ["withdraw"]
    bad = api.post(
        f"{address}/attachments",
        data={"kind": "evidence", "file": (io.BytesIO(PNG), "a.png")},
    )
    assert bad.status_code == 422
    wrong = ruled.api("authority").post(f"{address}/actions/uphold", json={"reason": "x"})
    assert wrong.status_code == 409
    assert wrong.get_json()["state"] == "received"
    ruled.api("reviewer").post(f"{address}/actions/accept", json={})
    upheld = ruled.api("authority").post(
        f"{address}/actions/uphold", json={"reason": "有误", "fields": {"remedy": "delete"}}
    )
    letters = [one for one in upheld.get_json()["letters"] if one["kind"] == "objection_answer"]
    pdf = api.get(letters[0]["href"].removeprefix("/api/v1"))
    assert pdf.data.startswith(b"%PDF")
    assert ruled.api("stranger").get(letters[0]["href"].removeprefix("/api/v1")).status_code == 404
    public = ruled.page("enterprise").get(letters[0]["verify"])
    assert public.status_code == 200


def test_another_code_is_no_way_in(desk: Desk):
    case = desk.object_to(Topic.record, desk.record().id)
    listed = desk.api("stranger").get(f"/objections?state={case.state}&open=true").get_json()
    assert listed["items"] == []
    assert (
        desk.api("stranger").get(f"/repair-cases?code={desk.subject.code}").get_json()["items"]
        == []
    )
    assert desk.subject.code != WANDERER
