"""An enterprise is told once when a record becomes repairable, and when a notice was served."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from credit.records.problems import RecordUnknown
from credit.subjects.models import SubjectMatch
from service import clock
from service.database import db, transaction
from service.notices.models import Notice
from service.problems import InvalidInput
from tests.factories.cases import SubjectRow, a_record
from tests.workflows.repair.conftest import World
from workflows.engine.models import ReapplicationBan
from workflows.repair import reminders
from workflows.repair.reminders import remind, serve_notice
from workflows.repair.service import open_revocation


def told() -> list[str]:
    return [str(row.body) for row in db.session.scalars(select(Notice).order_by(Notice.id))]


def waiting(world: World, days: int, **values: object):
    first = clock.today() + timedelta(days=days)
    return world.record(
        published_until_min=first - timedelta(days=1), repairable_from=first, **values
    )


def test_it_is_told_on_the_first_day_and_only_once(world):
    record = waiting(world, 3)
    now = clock.now()
    assert remind(now + timedelta(days=2)) == 0
    assert remind(now + timedelta(days=3)) == 1
    assert remind(now + timedelta(days=3)) == 0
    assert remind(now + timedelta(days=30)) == 0
    [text] = told()
    assert record.decision_number in text


def test_another_first_day_after_the_tier_was_set_anew_is_told_again(world):
    record = waiting(world, 0)
    assert remind(clock.now()) == 1
    with transaction():
        record.repairable_from = clock.today() - timedelta(days=1)
    assert remind(clock.now()) == 1


@pytest.mark.parametrize(
    "values",
    [
        {"status": "repaired"},
        {"status": "revoked"},
        {"kind": "defaulter_list"},
        {"removed_on": clock.today()},
        {"repairable_from": None},
    ],
)
def test_what_cannot_be_repaired_is_not_told(world, values):
    world.record(**values)
    assert remind(clock.now()) == 0


def test_a_record_in_an_open_case_is_not_told(world):
    world.open(world.record())
    assert remind(clock.now()) == 0


def test_who_may_not_apply_is_not_invited_to(world):
    repair = world.granted()
    with world.acting("authority"):
        case = open_revocation(repair.number, "凭证存疑")
    world.do(case, "authority", "notify_party", "凭证系伪造", ground="false_materials")
    world.do(case, "enterprise", "state_case", "不认可")
    world.do(case, "head", "revoke_repair", "凭证系伪造")
    world.record()
    until = db.session.scalars(select(ReapplicationBan.until)).one()
    days = (until - clock.today()).days
    assert remind(clock.now() + timedelta(days=days)) == 0
    assert remind(clock.now() + timedelta(days=days + 1)) == 1


def test_a_record_known_by_name_alone_is_told_to_whom_a_human_matched_it(world):
    with transaction():
        named = by_name_alone(world)
        record = a_record(subject=named, authority=world.authority)
    assert remind(clock.now()) == 0
    verdict(world, named, same=True)
    with world.acting("authority"):
        serve_notice(record.id, clock.today())
    assert remind(clock.now()) == 1
    assert len(told()) == 2


def test_a_verdict_that_was_taken_back_tells_nobody(world):
    with transaction():
        named = by_name_alone(world)
        a_record(subject=named, authority=world.authority)
    verdict(world, named, same=True)
    verdict(world, named, same=False)
    assert remind(clock.now()) == 0


def by_name_alone(world: World):
    return SubjectRow(name=world.subject.name, code=None, id_type=None, id_index=None, id_mask=None)


def verdict(world: World, named, *, same: bool) -> None:
    with transaction() as session:
        session.add(
            SubjectMatch(
                named_subject_id=named.id, subject_id=world.subject.id, same=same, reason="证照",
                decided_by="reviewer", decided_at=clock.now(),
            )
        )  # fmt: skip


def test_only_the_own_enterprise_is_told(world):
    with transaction():
        a_record()
    assert remind(clock.now()) == 0
    assert told() == []


def test_more_than_one_tick_can_tell_are_told_by_the_next(world, monkeypatch):
    monkeypatch.setattr(reminders, "REMINDED_AT_ONCE_MAX", 2)
    for _ in range(3):
        world.record()
    assert [remind(clock.now()) for _ in range(3)] == [2, 1, 0]


def test_the_authority_notes_the_service_of_its_notice_and_the_enterprise_is_told(world):
    record = world.record()
    today = clock.today()
    with world.acting("authority"):
        serve_notice(record.id, today)
        serve_notice(record.id, today)
    assert record.attributes["notice"] == {"served_on": today.isoformat()}
    assert len(told()) == 1


def test_a_notice_has_a_day_between_the_decision_and_today(world):
    record = world.record()
    with world.acting("authority"):
        for day in (clock.today() + timedelta(days=1), record.decided_on - timedelta(days=1)):
            with pytest.raises(InvalidInput):
                serve_notice(record.id, day)


def test_nobody_serves_a_notice_for_another_unit(world):
    record = world.record(authority="杭州市西湖区城市管理局")
    with world.acting("authority"), pytest.raises(RecordUnknown):
        serve_notice(record.id, clock.today())
