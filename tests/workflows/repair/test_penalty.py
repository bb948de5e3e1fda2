"""A penalty record from the application to the repair, and every way that leads elsewhere."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from credit.records.models import RecordStatus
from service import clock
from service.audit import SYSTEM, acting_as
from service.audit.models import AuditEntry
from service.database import db
from service.notices.models import Notice
from service.problems import InvalidInput
from tests.workflows.repair.conftest import confirm_effects
from workflows.effects.models import CaseEffect
from workflows.engine.clocks import clocks_of
from workflows.engine.consequences import CONSEQUENCES
from workflows.engine.fire import fire_as_system
from workflows.engine.problems import ActionRefused, NotYourTurn
from workflows.engine.reading import events_of


def refusals(caught) -> list[str]:
    return [one["code"] for one in caught.value.extra["refusals"]]


def clocks(case) -> dict[str, str]:
    return {one.kind: one.state for one in clocks_of(case.id)}


def test_a_record_is_repaired_and_every_effect_asked_for_in_one_step(world):
    record = world.record()
    case = world.granted(record)
    assert (case.state, case.outcome, case.open) == ("syncing", "granted", True)
    db.session.refresh(record)
    assert record.status == RecordStatus.repaired
    assert record.attributes["repair"]["case"] == case.number
    effects = db.session.scalars(select(CaseEffect).where(CaseEffect.case_id == case.id)).all()
    assert {one.effect for one in effects} == {"stop_publicity", "stop_sharing", "lift_measures"}
    assert clocks(case) == {
        "overall": "met", "acceptance": "met", "decision": "met", "sync": "running",
    }  # fmt: skip


def test_the_case_is_closed_only_when_all_effects_are_confirmed(world):
    case = world.granted()
    with pytest.raises(ActionRefused) as caught:
        fire_as_system(case.id, "complete")
    assert refusals(caught) == ["effects-open"]
    closed = confirm_effects(case)
    assert (closed.state, closed.open, closed.outcome) == ("closed", False, "granted")


def test_nothing_is_submitted_before_the_papers_are_there_and_all_are_named(world):
    record = world.record()
    case = world.open(record)
    with pytest.raises(ActionRefused) as caught:
        world.do(case, "enterprise", "submit")
    fields = [one["field"] for one in caught.value.extra["refusals"]]
    assert fields == [f"performance_proof:{record.id}", f"commitment:{record.id}"]
    assert caught.value.extra["allowed_actions"] == ["submit", "discard"]
    world.complete_papers(case)
    assert world.do(case, "enterprise", "submit").state == "submitted"
    assert clocks(case) == {"overall": "running"}


def test_a_day_of_performance_that_is_yet_to_come_is_refused(world):
    case = world.open(world.record())
    world.complete_papers(case)
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    with pytest.raises(ActionRefused) as caught:
        world.do(case, "enterprise", "submit", performed_on=tomorrow)
    assert refusals(caught) == ["performed-in-future"]


def test_nor_is_such_a_day_taken_when_it_was_told_with_the_application(world):
    case = world.open(world.record(), performed_on=clock.today() + timedelta(days=1))
    world.complete_papers(case)
    with pytest.raises(ActionRefused) as caught:
        world.do(case, "enterprise", "submit")
    assert refusals(caught) == ["performed-in-future"]
    today = clock.today().isoformat()
    assert world.do(case, "enterprise", "submit", performed_on=today).state == "submitted"


def test_missing_materials_are_asked_for_once_while_the_clocks_stand_still(world):
    case = world.open(record := world.record())
    world.complete_papers(case)
    world.do(case, "enterprise", "submit")
    item = f"commitment:{record.id}"
    world.do(case, "clerk", "request_supplement", "未盖章", missing=[item, "请说明原因"])
    assert clocks(case) == {"overall": "paused", "supplement": "running"}
    with pytest.raises(ActionRefused) as caught:
        world.do(case, "enterprise", "resubmit")
    assert refusals(caught) == ["not-supplemented", "not-supplemented"]
    world.hand_in(case, "commitment", record.id)
    world.do(case, "enterprise", "resubmit")
    assert clocks(case) == {"overall": "running", "supplement": "met"}
    with pytest.raises(ActionRefused) as caught:
        world.do(case, "clerk", "request_supplement", "再补", missing=["执照"])
    assert refusals(caught) == ["only-once"]


def test_who_does_not_supplement_in_time_is_deemed_to_have_withdrawn_and_may_apply_again(world):
    record = world.record()
    case = world.open(record)
    world.complete_papers(case)
    world.do(case, "enterprise", "submit")
    world.do(case, "clerk", "request_supplement", "未盖章", missing=["commitment"])
    lapsed = fire_as_system(case.id, "deem_withdrawn")
    assert lapsed is not None
    assert (lapsed.state, lapsed.outcome) == ("withdrawn", "lapsed")
    assert world.open(record).state == "draft"


def test_the_authority_refuses_only_with_a_reason(world):
    case = world.verifying(world.record())
    with pytest.raises(InvalidInput):
        world.do(case, "authority", "refuse")
    refused = world.do(case, "authority", "refuse", "整改不到位。")
    assert (refused.state, refused.outcome) == ("refused", "refused")
    assert events_of(refused)[-1].reason == "整改不到位。"
    assert refused.due_on is None


def test_the_window_forwards_but_never_decides(world):
    case = world.verifying(world.record())
    with pytest.raises(NotYourTurn):
        world.do(case, "clerk", "grant")


def test_an_extension_needs_another_approver_and_is_given_once(world):
    case = world.verifying(world.record())
    before = {one.kind: one.due_on for one in clocks_of(case.id)}
    world.do(case, "authority", "request_extension", "案情复杂")
    with pytest.raises(ActionRefused) as caught:
        world.do(case, "authority", "approve_extension")
    assert refusals(caught) == ["same-hands"]
    world.do(case, "head", "approve_extension", "同意")
    after = {one.kind: (one.due_on, one.days) for one in clocks_of(case.id)}
    assert after["decision"][1] == 17
    assert after["decision"][0] > before["decision"]
    assert after["overall"][1] == 20
    with pytest.raises(ActionRefused) as caught:
        world.do(case, "authority", "request_extension", "再延")
    assert refusals(caught) == ["only-once"]


def test_a_record_revoked_while_the_case_ran_cannot_be_repaired(world):
    record = world.record()
    case = world.verifying(record)
    record.status = RecordStatus.revoked
    db.session.flush()
    with pytest.raises(ActionRefused) as caught:
        world.do(case, "authority", "grant")
    assert refusals(caught) == ["decision-revoked"]


def test_withdrawing_frees_the_record_for_another_application(world):
    record = world.record()
    case = world.verifying(record)
    withdrawn = world.do(case, "enterprise", "withdraw", "改日再办")
    assert (withdrawn.open, set(clocks(case).values())) == (False, {"met", "dropped"})
    assert world.open(record).number != case.number


def test_a_draft_is_discarded_without_a_word_to_anybody(world):
    case = world.open(world.record())
    assert world.do(case, "enterprise", "discard").state == "withdrawn"
    assert db.session.scalars(select(Notice)).all() == []


def test_when_a_consequence_fails_nothing_has_happened(world, monkeypatch):
    record = world.record()
    case = world.verifying(record)
    entries = len(db.session.scalars(select(AuditEntry)).all())

    def fail(_move) -> None:
        raise RuntimeError("the service died here")

    monkeypatch.setitem(CONSEQUENCES, "stop_everywhere", fail)
    with pytest.raises(RuntimeError):
        world.do(case, "authority", "grant")
    db.session.refresh(record)
    db.session.refresh(case)
    assert (record.status, case.state) == (RecordStatus.active, "verifying")
    assert len(db.session.scalars(select(AuditEntry)).all()) == entries


def test_the_service_itself_never_takes_a_persons_step(world):
    case = world.verifying(world.record())
    with acting_as(SYSTEM), pytest.raises(NotYourTurn):
        fire_as_system(case.id, "grant")
