"""An objection from the resident's words to the answer, through the real desk."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import select, text

from scoring.communities.erasing import erase_due
from scoring.communities.leaving import leave
from scoring.ledger.explain import sentences
from scoring.ledger.models import Entry, Kind
from scoring.ledger.reading import statement
from scoring.objections.leaving import drop_open
from scoring.objections.marks import marked
from scoring.objections.models import Objection
from service import clock
from service.audit import acting_as
from service.audit.models import AuditEntry, QueryLogEntry
from service.database import db
from service.notices.models import Notice
from service.web.i18n import render, speaking
from tests.scoring.objections.conftest import ANSWER, GROUNDS
from workflows.engine.models import CaseFile


def test_the_entry_is_marked_while_the_objection_is_open(world):
    claim = world.enter()
    number = world.objected(claim.id)
    db.session.rollback()
    assert marked(db.session(), [claim.id, uuid4()]) == {claim.id}
    told = statement(world.member, clock.today(), clock.today()).lines[0].marks
    assert [str(one) for one in told] == [f"有异议，社区正在核实（编号{number}）。"]
    assert world.act("second", number, "reject").status_code == 200
    assert marked(db.session(), [claim.id]) == set()


def test_the_answer_of_the_api_leads_on_to_the_desk(world):
    claim = world.enter()
    answer = world.object(claim.id).get_json()
    assert answer["title"] == f"得分“志愿服务”，{clock.today()}，+10分"
    assert (answer["state"], answer["entry"]) == ("open", str(claim.id))
    case = world.api("resident").get(answer["href"].removeprefix("/api/v1")).get_json()
    assert (case["number"], case["due_on"]) == (answer["number"], answer["due_on"])
    assert [action["code"] for action in case["actions"]] == ["withdraw"]
    assert case["matter"] == f"/points/objections/{answer['number']}"


def test_upheld_the_points_are_taken_back_in_the_same_transaction(world):
    claim = world.enter()
    assert world.sums() == (10, 10)
    number = world.objected(claim.id)
    assert world.act("second", number, "uphold").status_code == 200
    assert world.sums() == (0, 0)
    reversal = db.session.scalars(select(Entry).where(Entry.kind == Kind.reversal)).one()
    assert (reversal.of_entry_id, reversal.reason, reversal.entered_by) == (
        claim.id, "异议成立", "second",
    )  # fmt: skip
    objection = world.objection(number)
    assert (objection.state, objection.answer) == ("upheld", ANSWER)
    assert objection.ended_at is not None
    lines = statement(world.member, clock.today(), clock.today()).lines
    with speaking("en"):
        told = [" ".join(render(one) for one in sentences(line)) for line in lines]
    assert all("Objection upheld" in one and "异议成立" not in one for one in told)


def test_who_decides_is_told_what_upholding_does_to_this_kind_of_entry(world):
    claim = world.enter()
    number = world.objected(claim.id)
    assert "原记录自动撤销" in world.page("second").get(f"/points/objections/{number}").text
    world.act("second", number, "uphold")
    undone = db.session.scalars(select(Entry).filter_by(kind=Kind.reversal)).one()
    number = world.objected(undone.id)
    page = world.page("head").get(f"/points/objections/{number}").text
    assert "原记录自动撤销" not in page
    assert "这笔记录不会自动改动" in page


def test_rejected_the_points_stay_and_the_way_on_is_told(world):
    claim = world.enter()
    number = world.objected(claim.id)
    answer = world.act("second", number, "reject", "登记与凭证一致。").get_json()
    assert world.sums() == (10, 10)
    assert "居民委员会或居民议事会" in answer["hint"]
    assert world.objection(number).answer == "登记与凭证一致。"
    again = world.object(claim.id)
    assert (again.status_code, again.get_json()["errors"][0]["code"]) == (409, "answered")
    assert "居民委员会或居民议事会" in again.get_json()["errors"][0]["remedy"]


def test_withdrawn_nothing_changes_and_one_may_object_again(world):
    claim = world.enter()
    number = world.objected(claim.id)
    assert world.act("resident", number, "withdraw", "").status_code == 200
    assert (world.sums(), world.objection(number).state) == ((10, 10), "withdrawn")
    assert world.objected(claim.id) != number


@pytest.mark.parametrize("who", ["manager", "second"])
def test_neither_who_entered_nor_who_approved_decides(world, who):
    entry = world.approve(world.enter("returned", 1, chosen_points=8))
    number = world.objected(entry.id)
    answer = world.act(who, number, "uphold")
    assert answer.status_code == 409
    assert [one["code"] for one in answer.get_json()["refusals"]] == ["had-a-hand"]
    assert world.sums() == (8, 8)
    assert world.act("head", number, "uphold").status_code == 200
    assert world.sums() == (0, 0)


def test_a_reversal_can_be_objected_to_and_is_not_reversed_itself(world):
    claim = world.enter()
    number = world.objected(claim.id)
    world.act("second", number, "uphold")
    undone = db.session.scalars(select(Entry).where(Entry.kind == Kind.reversal)).one()
    second = world.objected(undone.id)
    assert world.act("head", second, "uphold", "撤销有误，已重新登记。").status_code == 200
    assert db.session.query(Entry).count() == 2
    assert world.object(claim.id).get_json()["errors"][0]["code"] == "reversed"


def test_one_is_open_at_a_time_and_the_refusal_names_it(world):
    claim = world.enter()
    number = world.objected(claim.id)
    again = world.object(claim.id)
    assert again.status_code == 409
    assert number in again.get_json()["errors"][0]["message"]


def test_after_the_period_it_is_too_late(world):
    claim = world.enter()
    with time_machine.travel(clock.now() + timedelta(days=31), tick=True):
        refused = world.object(claim.id)
    assert refused.get_json()["errors"][0]["code"] == "too-late"
    assert db.session.query(CaseFile).count() == 0


@pytest.mark.parametrize("grounds", ["", "   ", "长" * 501])
def test_grounds_are_asked_for_and_bounded(world, grounds):
    claim = world.enter()
    assert world.object(claim.id, grounds=grounds).status_code == 422
    assert world.object(claim.id, grounds="长" * 500).status_code == 201


def test_only_the_member_objects(world):
    claim = world.enter()
    assert world.object(claim.id, "neighbour").status_code == 404
    assert world.object(uuid4()).status_code == 404
    for who in ("manager", "auditor", "clerk"):
        assert world.object(claim.id, who).status_code == 403


def test_the_words_are_nowhere_but_sealed_with_the_member(world):
    number = world.objected(world.enter().id)
    with db.engine.connect() as connection:
        tables = connection.execute(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ).scalars()
        for table in list(tables):
            rows = connection.execute(text(f"SELECT t::text FROM {table} t")).scalars()
            assert not [row for row in rows if GROUNDS in row], table
    assert world.objection(number).grounds == GROUNDS


def test_a_leaver_s_objection_ends_and_the_words_go_with_the_member(world):
    claim = world.enter()
    number = world.objected(claim.id)
    with acting_as(world.actor("resident")):
        leave(world.member)
    drop_open(world.member.id)
    assert world.objection(number).state == "withdrawn"
    assert world.act("second", number, "uphold").status_code == 409
    erase_due(clock.today() + timedelta(days=3))
    assert world.objection(number).grounds is None
    assert world.sums() == (0, 0)


def test_what_is_still_open_when_the_member_is_erased_ends_first(world):
    number = world.objected(world.enter().id)
    with acting_as(world.actor("resident")):
        leave(world.member)
    erase_due(clock.today() + timedelta(days=3))
    objection = world.objection(number)
    assert (objection.state, objection.grounds) == ("withdrawn", None)
    assert world.sums() == (0, 0)


def test_whoever_is_the_member_too_cannot_take_points_back_and_the_decision_is_undone(world):
    claim = world.enter()
    number = world.objected(claim.id)
    world.member.account_id = world.accounts["head"].id
    db.session.commit()
    assert world.act("head", number, "uphold").status_code == 403
    assert world.objection(number).state == "open"
    assert world.sums() == (10, 10)


def test_of_two_decisions_at_once_one_wins_and_points_go_once(world):
    claim = world.enter()
    number = world.objected(claim.id)
    gate = Barrier(6)
    callers = {who: world.api(who) for who in ("second", "head", "resident")}

    def decide(who: str, action: str) -> int:
        gate.wait()
        address = f"/entry-objections/{number}/actions/{action}"
        return int(callers[who].post(address, json={"reason": ANSWER}).status_code)

    deeds = [("second", "uphold"), ("head", "reject"), ("resident", "withdraw")] * 2
    with ThreadPoolExecutor(len(deeds)) as pool:
        came = [one.result() for one in [pool.submit(decide, *deed) for deed in deeds]]
    assert Counter(came) == {200: 1, 409: 5}
    state = world.objection(number).state
    assert world.sums() == ((0, 0) if state == "upheld" else (10, 10))


def test_of_many_objections_at_once_one_is_made(world):
    claim = world.enter()
    gate, resident = Barrier(5), world.api("resident")

    def object_() -> int:
        gate.wait()
        address = f"/entries/{claim.id}/objections"
        return int(resident.post(address, json={"grounds": GROUNDS}).status_code)

    with ThreadPoolExecutor(5) as pool:
        came = [one.result() for one in [pool.submit(object_) for _ in range(5)]]
    assert Counter(came) == {201: 1, 409: 4}
    assert db.session.query(Objection).count() == db.session.query(CaseFile).count() == 1


def test_both_sides_are_told_and_everything_is_on_the_trail(world):
    claim = world.enter()
    number = world.objected(claim.id)
    world.act("second", number, "reject")
    told = Counter(db.session.scalars(select(Notice.account_id)))
    assert told == {world.accounts[who].id: 1 for who in ("manager", "second", "head", "resident")}
    done = db.session.scalars(
        select(AuditEntry.action).where(AuditEntry.object_ref == str(claim.id))
    ).all()
    assert {"points.objected", "points.objection_ended"} <= set(done)


def test_the_desk_keeps_nothing_of_the_ledger_but_the_reference(world):
    claim = world.enter()
    number = world.objected(claim.id)
    case = db.session.query(CaseFile).filter_by(number=number).one()
    assert case.about == f"points:{claim.id}"
    kept = f"{case.fields}{case.subject_name}"
    for own in (world.member.number, world.member.public_name, GROUNDS, "签到表第三行"):
        assert own not in kept


def test_who_reads_the_matter_is_logged_and_an_auditor_sees_no_words(world):
    number = world.objected(world.enter().id)
    address = f"/points/objections/{number}"
    for who, status in (
        ("resident", 200), ("second", 200), ("auditor", 200),
        ("neighbour", 404), ("elsewhere", 404), ("clerk", 403),
    ):  # fmt: skip
        page = world.page(who).get(address)
        assert page.status_code == status, who
        if status == 200:
            shown = page.get_data(as_text=True)
            assert (GROUNDS in shown, "签到表第三行" in shown) == ((who != "auditor",) * 2), who
    db.session.rollback()
    reads = select(QueryLogEntry.operator_name, QueryLogEntry.fields).where(
        QueryLogEntry.object_ref == world.member.number
    )
    assert [(name, fields) for name, fields in db.session.execute(reads.order_by("at"))] == [
        ("resident", ["entry", "evidence", "grounds"]),
        ("second", ["entry", "evidence", "grounds"]),
        ("auditor", ["entry"]),
    ]
