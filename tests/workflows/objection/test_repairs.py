"""Objections to repair outcomes: decided by others than the first time, then done over."""

import pytest
from sqlalchemy import func, select

from service.database import db
from tests.workflows.objection.conftest import Desk
from tests.workflows.repair.conftest import confirm_effects
from tests.workflows.repair.test_revocation import revoked
from workflows.documents.models import CaseDocument
from workflows.effects.models import CaseEffect
from workflows.engine.fire import fire_as_system
from workflows.engine.models import CaseFile
from workflows.engine.problems import ActionRefused
from workflows.letters.service import letters_of
from workflows.objection.grounds import Topic
from workflows.objection.problems import ObjectionNotPossible
from workflows.repair.ban import ban_of


def papers(case_id: int) -> int:
    found = select(func.count()).where(
        CaseDocument.case_id == case_id, CaseDocument.withdrawn_at.is_(None)
    )
    return db.session.scalar(found) or 0


def reopened(case: CaseFile) -> CaseFile:
    found = select(CaseFile).where(CaseFile.fields["reopened_by"].as_string() == case.number)
    return db.session.scalars(found).one()


def test_a_refused_repair_is_taken_up_again_with_all_its_papers(desk: Desk):
    record = desk.record()
    repair = desk.do(desk.verifying(record), "authority", "refuse", "整改不到位。")
    case = desk.object_to(Topic.repair, repair.number)
    assert record.disputed
    desk.do(case, "reviewer", "accept")
    with pytest.raises(ActionRefused) as problem:
        desk.do(case, "authority", "uphold", "义务已经履行", remedy="resync")
    codes = {one["code"] for one in problem.value.extra["refusals"]}
    assert codes == {"had-a-hand", "not-granted"}
    case = desk.do(case, "head", "uphold", "义务已经履行", remedy="reopen")
    again = reopened(case)
    assert (again.state, again.case_type, papers(again.id)) == (
        "draft",
        "penalty",
        papers(repair.id),
    )
    assert not record.disputed
    refusal = next(one for one in letters_of(repair.id) if one.kind == "refusal")
    assert refusal.superseded_by_id == letters_of(case.id)[-1].id
    assert desk.do(again, "enterprise", "submit").state == "submitted"
    assert fire_as_system(case.id, "complete").state == "upheld"


def test_a_granted_repair_that_others_ignored_is_carried_out_again(desk: Desk):
    repair = confirm_effects(desk.granted())
    case = desk.object_to(Topic.repair, repair.number, ground="repair_not_carried_out")
    desk.do(case, "reviewer", "accept")
    with pytest.raises(ActionRefused, match="重新同步"):
        desk.do(case, "head", "uphold", "仍在公示", remedy="reopen")
    case = desk.do(case, "head", "uphold", "仍在公示", remedy="resync")
    asked = set(db.session.scalars(select(CaseEffect.effect).filter_by(case_id=case.id)))
    assert asked == {"stop_publicity", "stop_sharing", "lift_measures"}
    assert confirm_effects(case).state == "upheld"


def test_a_revocation_that_did_not_hold_lifts_its_ban(desk: Desk):
    repair = desk.granted()
    revocation = revoked(desk, repair)
    today = revocation.created_at.date()
    assert ban_of(db.session(), desk.subject.id, today) is not None
    case = desk.object_to(Topic.repair, repair.number)
    desk.do(case, "reviewer", "accept")
    another = desk.actor("department", unit=desk.people["head"].unit)
    desk.people["another"] = another
    case = desk.do(case, "another", "uphold", "撤销的事实不成立", remedy="reopen")
    assert ban_of(db.session(), desk.subject.id, today) is None
    letter = next(one for one in letters_of(revocation.id) if one.kind == "revocation")
    db.session.refresh(letter)
    assert letter.superseded_by_id == letters_of(case.id)[-1].id
    assert reopened(case).state == "draft"


def test_a_repair_under_way_has_no_outcome_to_object_to(desk: Desk):
    repair = desk.verifying(desk.record())
    with pytest.raises(ObjectionNotPossible) as problem:
        desk.object_to(Topic.repair, repair.number)
    assert problem.value.extra["refusals"][0]["code"] == "no-outcome"
