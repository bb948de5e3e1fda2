"""A repair got by false means: the party is heard, the records come back, a ban follows."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from credit.records.models import RecordStatus
from service import clock
from service.database import db, transaction
from service.months import add_months
from tests.workflows.repair.conftest import World, confirm_effects
from workflows.effects.models import CaseEffect
from workflows.effects.reading import effects_of
from workflows.engine.fire import fire_as_system
from workflows.engine.models import CaseFile, ReapplicationBan
from workflows.engine.problems import ActionRefused, CaseUnknown, NotOpenable
from workflows.engine.reading import Wanted, get_case, list_cases
from workflows.repair.problems import NothingToRevoke, RepairNotPossible
from workflows.repair.service import open_revocation


def taken_up(world: World, repair: CaseFile) -> CaseFile:
    with world.acting("authority"):
        return open_revocation(repair.number, "接到举报，履行证明疑系伪造")


def heard(world: World, repair: CaseFile, ground: str = "false_materials") -> CaseFile:
    case = taken_up(world, repair)
    world.do(case, "authority", "notify_party", "证明系伪造", ground=ground)
    return world.do(case, "enterprise", "state_case", "系经办人所为")


def revoked(world: World, repair: CaseFile, **how: str) -> CaseFile:
    return world.do(heard(world, repair, **how), "head", "revoke_repair", "予以撤销")


def test_nothing_changes_before_the_party_was_heard(world):
    repair = world.granted(record := world.record())
    case = heard(world, repair)
    assert case.relates_to_id == repair.id
    db.session.refresh(record)
    assert (record.status, repair.state) == (RecordStatus.repaired, "syncing")


def test_whoever_gave_notice_does_not_decide(world):
    case = heard(world, world.granted())
    with pytest.raises(ActionRefused) as caught:
        world.do(case, "authority", "revoke_repair", "予以撤销")
    assert [one["code"] for one in caught.value.extra["refusals"]] == ["same-hands"]


@pytest.mark.parametrize("closed", [False, True])
def test_the_repair_is_undone_and_the_records_come_back_everywhere(world, closed):
    repair = world.granted(record := world.record())
    if closed:
        confirm_effects(repair)
    case = revoked(world, repair)
    db.session.expire_all()
    assert (repair.state, repair.outcome, repair.open) == ("revoked", "revoked", False)
    assert record.status == RecordStatus.active
    effects = select(CaseEffect.effect).where(CaseEffect.case_id == case.id)
    assert set(db.session.scalars(effects)) == {
        "restore_publicity", "restore_sharing", "restore_measures",
    }  # fmt: skip
    assert confirm_effects(case).state == "closed"


@pytest.mark.parametrize("status", [RecordStatus.revoked, RecordStatus.expired])
def test_a_record_that_is_void_by_now_is_restored_nowhere(world, status):
    repair = world.granted(record := world.record())
    with transaction():
        record.status = status
    case = revoked(world, repair)
    db.session.expire_all()
    assert record.status == status
    assert effects_of(case.id) == []
    assert fire_as_system(case.id, "complete").state == "closed"


@pytest.mark.parametrize("over", [0, 1])
def test_a_publicity_is_restored_only_while_it_would_still_last(world, over):
    last = clock.today() - timedelta(days=over)
    repair = world.granted(world.record(published_until_max=last))
    asked = {one.effect for one in effects_of(revoked(world, repair).id)}
    assert ("restore_publicity" in asked) is not bool(over)
    assert {"restore_sharing", "restore_measures"} <= asked


def test_the_party_sees_it_from_when_it_is_told_on(world):
    repair = world.granted()
    case = taken_up(world, repair)
    for who, sees in (("enterprise", False), ("authority", True), ("clerk", True)):
        with world.acting(who):
            assert (case in list_cases(Wanted())[0]) is sees
    with world.acting("enterprise"), pytest.raises(CaseUnknown):
        get_case(case.number)
    world.do(case, "authority", "notify_party", "证明系伪造", ground="false_materials")
    with world.acting("enterprise"):
        assert get_case(case.number).state == "notified"


def test_the_ban_lasts_as_long_as_the_table_says(world, time_machine):
    repair = world.granted()
    case = revoked(world, repair)
    ban = db.session.scalars(select(ReapplicationBan)).one()
    until = add_months(clock.today(), 36)
    assert (ban.until, ban.case_id, ban.subject_id) == (until, case.id, world.subject.id)
    assert "第58号" in ban.article
    with pytest.raises(RepairNotPossible) as caught:
        world.open(world.record())
    [reason] = caught.value.extra["refusals"]
    assert reason["code"] == "banned"
    assert until.isoformat() in str(reason["message"])
    noon = clock.now()
    time_machine.move_to(noon + (until - clock.today()), tick=False)
    with pytest.raises(RepairNotPossible):
        world.open(world.record())
    time_machine.move_to(clock.now() + timedelta(days=1), tick=False)
    assert world.open(world.record()).state == "draft"


def test_a_ban_that_comes_while_a_draft_lies_about_stops_it(world):
    repair = world.granted()
    waiting = world.open(world.record())
    world.complete_papers(waiting)
    revoked(world, repair)
    with pytest.raises(ActionRefused) as caught:
        world.do(waiting, "enterprise", "submit")
    assert [one["code"] for one in caught.value.extra["refusals"]] == ["banned"]


def test_an_authoritys_own_mistake_bans_nobody(world):
    revoked(world, world.granted(), ground="wrong_decision")
    assert db.session.scalars(select(ReapplicationBan)).all() == []


def test_who_says_nothing_in_time_is_decided_about_all_the_same(world):
    case = taken_up(world, world.granted())
    world.do(case, "authority", "notify_party", "证明系伪造", ground="false_materials")
    lapsed = fire_as_system(case.id, "lapse")
    assert lapsed is not None
    assert lapsed.state == "heard"


def test_a_statement_that_holds_leaves_the_repair_as_it_is(world):
    repair = world.granted(record := world.record())
    dropped = world.do(heard(world, repair), "authority", "drop", "陈述成立")
    db.session.refresh(record)
    assert (dropped.state, dropped.open, record.status) == ("dropped", False, "repaired")
    assert repair.state == "syncing"


def test_only_the_unit_that_decided_and_only_while_the_repair_stands(world):
    world.people["other"] = world.actor("department", unit="杭州市西湖区城市管理局")
    repair = world.granted()
    with world.acting("other"), pytest.raises(CaseUnknown):
        open_revocation(repair.number, "与我无关")
    draft = world.open(world.record())
    with transaction():
        draft.submitted_at = clock.now()
    with world.acting("authority"), pytest.raises(NothingToRevoke):
        open_revocation(draft.number, "尚未修复")
    taken_up(world, repair)
    with pytest.raises(NotOpenable):
        taken_up(world, repair)


def test_a_shielding_can_be_revoked_too(world):
    repair = world.shielded(record := world.record())
    revoked(world, repair)
    db.session.expire_all()
    assert (repair.state, record.status) == ("revoked", RecordStatus.active)
    assert "shield" not in record.attributes


def test_the_service_never_revokes_without_a_decision(world):
    repair = world.granted()
    taken_up(world, repair)
    with pytest.raises(ActionRefused) as caught:
        fire_as_system(repair.id, "revoke")
    assert [one["code"] for one in caught.value.extra["refusals"]] == ["not-revoked"]
