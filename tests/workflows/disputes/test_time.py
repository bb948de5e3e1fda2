"""The five days of an answer over swapped weekends and holidays, its alarms, and who hears them."""

from collections import Counter

import pytest
from sqlalchemy import select

from service.database import db
from service.notices.models import Notice
from service.outbox.models import JobState, OutboxJob
from service.outbox.worker import run_claimed
from service.packed import unpack
from tests.workflows.workdays.files import holidays_2027, notice_2027
from workflows.engine import chores
from workflows.engine.clocks import clocks_of
from workflows.engine.models import CaseAlarm
from workflows.engine.tick import tick
from workflows.workdays.importing import bring_shipped, import_upload

REASON = "需要入户或现场核实。"


@pytest.fixture(autouse=True)
def _calendar(app, monkeypatch):
    monkeypatch.setattr(chores, "CHORES", {})
    bring_shipped()


def ticked(at) -> None:
    """Let the office's clock tick, and run what it asked for."""
    tick(at)
    for job in db.session.scalars(
        select(OutboxJob.id).where(
            OutboxJob.state == JobState.pending, OutboxJob.name.startswith("cases.")
        )
    ).all():
        assert run_claimed(job)
    db.session.expire_all()


@pytest.mark.parametrize(
    ("filed", "due", "extended"),
    [
        # Sunday 20 September is worked for the holiday that begins on Friday the 25th.
        ("2026-09-18T10:00", "2026-09-24", "2026-09-29"),
        # After closing time of that Friday: received on the worked Sunday.
        ("2026-09-18T19:00", "2026-09-28", "2026-09-30"),
        # Over the National Day holiday; Saturday 10 October is worked.
        ("2026-09-29T10:00", "2026-10-12", "2026-10-14"),
        ("2026-11-23T10:00", "2026-11-30", "2026-12-02"),
    ],
)
def test_five_working_days_and_seven_at_most(orchard, moment, filed, due, extended):
    moment(filed)
    case = orchard.open()
    orchard.do("manager", case, "request_extension", REASON)
    assert orchard.case(case.number).due_on.isoformat() == due
    orchard.do("head", case, "approve_extension")
    case = orchard.case(case.number)
    assert (case.due_on.isoformat(), clocks_of(case.id)[0].days) == (extended, 7)


def test_whose_turn_it_is_hears_in_time_and_both_sides_when_it_is_late(orchard, moment):
    moment("2026-11-23T10:00")
    case = orchard.open()
    db.session.query(Notice).delete()
    db.session.commit()
    managers = {orchard.people[who].id for who in ("enterer", "manager", "head")}
    for at, alarm, kind, told in (
        ("2026-11-26T08:00", "none", None, set()),
        ("2026-11-27T08:00", "amber", "case.amber", managers),
        ("2026-11-30T08:00", "red", "case.red", managers),
        ("2026-12-01T08:00", "red", "case.escalation",
         managers | {orchard.people["resident"].id}),
    ):  # fmt: skip
        ticked(moment(at))
        assert orchard.case(case.number).alarm == alarm
        notices = db.session.scalars(select(Notice).where(Notice.kind == kind)).all()
        assert {one.account_id for one in notices} == told
    assert "居民委员会或居民议事会" in str(unpack(notices[0].subject))
    assert Counter(db.session.scalars(select(CaseAlarm.kind))) == {
        "amber": 1, "red": 1, "escalation": 1,
    }  # fmt: skip


def test_an_answer_after_the_last_day_is_late_and_on_it_in_time(orchard, moment):
    moment("2026-11-23T10:00")
    early, late = orchard.open("a"), orchard.open("b")
    moment("2026-11-30T23:59")
    orchard.do("manager", early, "reject", "查无依据。")
    moment("2026-12-01T00:00")
    orchard.do("manager", late, "reject", "查无依据。")
    assert [clocks_of(case.id)[0].state for case in (early, late)] == ["met", "missed"]


def test_a_new_calendar_moves_the_day_and_both_sides_are_told(orchard, moment):
    at = moment("2026-12-28T10:00")
    case = orchard.open()
    assert (case.due_on.isoformat(), clocks_of(case.id)[0].provisional) == ("2027-01-05", True)
    db.session.query(Notice).delete()
    db.session.commit()
    import_upload(notice_2027(holidays=holidays_2027(0, to="2027-01-05")), "2027.yaml")
    ticked(at)
    case = orchard.case(case.number)
    assert (case.due_on.isoformat(), clocks_of(case.id)[0].provisional) == ("2027-01-07", False)
    told = set(db.session.scalars(select(Notice.account_id)))
    assert told == {orchard.people[who].id for who in ("enterer", "manager", "head", "resident")}
