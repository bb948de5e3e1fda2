"""Two stages: shielded on the ruling, repaired on completion, back when the plan fails."""

import pytest
from sqlalchemy import select

from credit.records.as_facts import fact_of
from credit.records.models import RecordStatus
from service.database import db
from tests.workflows.repair.conftest import RULING, confirm_effects
from workflows.effects.models import CaseEffect
from workflows.engine.clocks import clocks_of
from workflows.engine.fire import fire_as_system
from workflows.engine.problems import ActionRefused


def statuses(world, case) -> set[str]:
    db.session.expire_all()
    return {record.status for record in world.records_of(case)}


def effects(case) -> set[str]:
    rows = db.session.scalars(select(CaseEffect).where(CaseEffect.case_id == case.id))
    return {row.effect for row in rows if row.state != "superseded"}


def test_the_ruling_is_enough_to_be_shielded_whatever_the_minimum(world):
    early = world.record(repairable_from=None, attributes={"undefined": ["no-early-stop"]})
    case = world.shielded(early, world.record())
    assert (case.state, case.open, case.due_on) == ("shielded", True, None)
    assert statuses(world, case) == {RecordStatus.shielded}
    assert effects(case) == {"shield_publicity", "shield_sharing", "shield_measures"}
    assert all(fact_of(record).shielded for record in world.records_of(case))


def test_the_statement_names_the_ruling(world):
    from credit.records.wording import status_statement

    case = world.shielded()
    [record] = world.records_of(case)
    statement = str(status_statement(record.status, record.attributes))
    assert RULING["ruling"] in statement
    assert RULING["court"] in statement


def test_confirmed_effects_do_not_close_a_shielded_case(world):
    case = world.shielded()
    assert fire_as_system(case.id, "complete") is None
    assert case.state == "shielded"


def test_completion_is_reported_with_proof_and_the_records_are_repaired_for_good(world):
    case = world.shielded()
    with pytest.raises(ActionRefused) as caught:
        world.do(case, "enterprise", "report_completion")
    assert [one["field"] for one in caught.value.extra["refusals"]] == ["statement"]
    world.completed(case)
    assert {one.kind: one.state for one in clocks_of(case.id)}["completion"] == "running"
    world.do(case, "authority", "grant", "执行完毕")
    assert statuses(world, case) == {RecordStatus.repaired}
    assert {"stop_publicity", "stop_sharing", "lift_measures"} <= effects(case)
    assert confirm_effects(case).outcome == "granted"


def test_an_incomplete_plan_leaves_the_records_shielded(world):
    case = world.completed(world.shielded())
    back = world.do(case, "authority", "reject_completion", "清偿未完成")
    assert (back.state, statuses(world, case)) == ("shielded", {RecordStatus.shielded})


@pytest.mark.parametrize("reported", [False, True])
def test_when_the_plan_fails_everything_comes_back(world, reported):
    case = world.shielded()
    if reported:
        world.completed(case)
    failed = world.do(case, "authority", "end_shielding", "法院裁定终止执行")
    assert (failed.state, statuses(world, case)) == ("restoring", {RecordStatus.active})
    assert {"restore_publicity", "restore_sharing", "restore_measures"} <= effects(case)
    closed = confirm_effects(case)
    assert (closed.state, closed.outcome) == ("closed", "restored")


def test_a_record_that_came_back_can_be_shielded_again(world):
    case = world.shielded(record := world.record())
    world.do(case, "authority", "end_shielding", "法院裁定终止执行")
    confirm_effects(case)
    assert world.open(record, case_type="bankruptcy").state == "draft"


def test_submitting_names_court_and_ruling(world):
    from service.problems import InvalidInput

    case = world.open(world.record(), case_type="bankruptcy")
    world.complete_papers(case)
    with pytest.raises(InvalidInput) as caught:
        world.do(case, "enterprise", "submit")
    assert [error.field for error in caught.value.errors] == ["court", "ruling"]
