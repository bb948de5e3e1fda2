"""Alarms: each made once, by the row in force, about those it is about and nobody else."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event, func, select, text, update
from sqlalchemy.exc import DBAPIError

from service import clock
from service.audit import Actor, QueryRead, acting_as, record_queries
from service.database import db, transaction
from service.identities.service import Seen, verify
from service.notices.models import Notice
from service.oversight.dated import alarm_rules, sample_rule
from service.oversight.limits import DAYS_BACK_MAX, WRITTEN_WITHIN
from service.oversight.models import AlarmKind, LookupAlarm, LookupWatch, Verdict
from service.oversight.problems import OwnLookups, SettledAlready
from service.oversight.reading import picture
from service.oversight.settling import settle
from service.oversight.watching import MADE, watch
from service.private import blind_index
from tests.factories.identifiers import make_resident_id

NOON, NIGHT, PAST_MIDNIGHT = 4, 15, 17
"""Hours in UTC: midday at the office, an hour before midnight, and an hour after it."""
RULES = {rule.code: rule for rule in alarm_rules(datetime.now(UTC).date())}


def today() -> date:
    """The day that is today here: it is over, so its noon has gone by whenever a test runs."""
    return clock.today() - timedelta(days=1)


def moment(days_ago: int, hour: int = NOON) -> datetime:
    return datetime.combine(today() - timedelta(days=days_ago), datetime.min.time(),
                            UTC).replace(hour=hour)  # fmt: skip


def look_up(who, indexes, *, days_ago=1, hour=NOON, channel="page", together=False) -> None:
    """Look-ups by an account; `together` as one call about all."""
    with (
        clock.standing_at(moment(days_ago, hour)),
        acting_as(Actor(who.id, who.name, who.role, who.unit)),
        transaction(),
    ):
        record_queries(
            QueryRead("sharing", "函", "enterprise_review", index, "resident_id", channel=channel,
                      object_ref="CX-1" if together else f"HC-{n}")
            for n, index in enumerate(indexes)
        )  # fmt: skip


def strangers(count: int) -> list[bytes]:
    return [n.to_bytes(4, "big") for n in range(count)]


@pytest.fixture
def staff(account):
    """A clerk and two colleagues of one window, all of them known, and an officer elsewhere."""
    people = {
        "clerk": account("clerk", unit="窗口", display_name="王晓燕"),
        "reviewer": account("reviewer", unit="窗口", display_name="陈国栋"),
        "officer": account("department", unit="教育局"),
    }
    with acting_as(Actor(99_999, "x", "clerk", "别处")):
        for place, (name, one) in enumerate(people.items(), start=1):
            verify(one.name, Seen(name, "resident_id", make_resident_id(place), True))
    return people


def index_of(place: int) -> bytes:
    return blind_index("resident_id", make_resident_id(place))


def made() -> Counter[tuple[str, int, int | None]]:
    db.session.expire_all()
    rows = db.session.scalars(select(LookupAlarm))
    return Counter((one.rule, one.operator_id, one.colleague_id) for one in rows)


def test_each_alarm_is_made_once_and_only_beyond_the_limit(app, staff, account):
    clerk, reviewer, officer = staff["clerk"], staff["reviewer"], staff["officer"]
    auditor = account("auditor")
    limit = RULES["MASS-UNIT"].more_than
    look_up(officer, strangers(limit), days_ago=2)  # in order
    look_up(officer, strangers(limit + 1), days_ago=3)
    look_up(officer, strangers(limit + 1), days_ago=4, together=True)  # a list, with its own basis
    look_up(officer, strangers(limit + 1), days_ago=5, channel="api")
    look_up(officer, [index_of(1)])  # somebody of another unit
    look_up(clerk, [index_of(1), index_of(2)])
    look_up(reviewer, strangers(RULES["NIGHT"].more_than + 1), hour=NIGHT)
    look_up(reviewer, strangers(RULES["NIGHT"].more_than), days_ago=6, hour=NIGHT)
    look_up(account("enterprise"), strangers(limit + 1))
    expected = Counter(
        {
            ("MASS-UNIT", officer.id, None): 1,
            ("SELF", clerk.id, None): 1,
            ("COLLEAGUE", clerk.id, reviewer.id): 1,
            ("NIGHT", reviewer.id, None): 1,
        }
    )
    assert watch(moment(0)) == 4
    assert made() == expected
    assert watch(moment(0)) == 0
    assert made() == expected
    told = db.session.scalars(select(Notice).where(Notice.account_id == auditor.id)).all()
    assert len(told) == 2, "one message for each day with an alarm"
    assert db.session.scalar(select(LookupWatch.day).order_by(LookupWatch.day.desc())) == (
        today() - timedelta(days=1)
    )
    drawn = picture(clock.today())
    assert {one.id: one.total for one in drawn.operators}[clerk.id] == 2
    assert sum(drawn.all) == sum(one.total for one in drawn.operators)


def test_a_look_up_whose_transaction_ends_after_its_day_is_noticed(app, staff):
    midnight = clock.begins(today())
    assert watch(midnight + timedelta(minutes=5)) == 0
    look_up(staff["clerk"], [index_of(1)], hour=NIGHT)  # dated yesterday, seen only now
    assert watch(midnight + timedelta(minutes=20)) == 1
    morning = midnight + timedelta(hours=RULES["NIGHT"].ends.hour)
    for moment_after, closed in (
        (midnight + WRITTEN_WITHIN, 2),
        (morning + WRITTEN_WITHIN - timedelta(minutes=1), 2),  # the night may still go on
        (morning + WRITTEN_WITHIN, 1),
    ):
        assert watch(moment_after) == 0
        newest = db.session.scalar(select(func.max(LookupWatch.day)))
        assert newest == today() - timedelta(days=closed)


def test_no_clock_that_is_ahead_closes_a_day_before_its_end(app, staff):
    with clock.standing_at(clock.now() + timedelta(days=40)):
        watch()
    assert db.session.scalar(select(func.max(LookupWatch.day))) < clock.today()


def test_days_that_a_clock_ahead_has_closed_are_looked_through_and_closed_again(app, staff):
    ahead = clock.now() + timedelta(days=30)
    with transaction() as session:
        session.add(LookupWatch(day=today() - timedelta(days=3), closed_at=moment(2)))
        for days in range(-2, 25):
            session.add(LookupWatch(day=today() + timedelta(days=days), closed_at=ahead))
    look_up(staff["clerk"], [index_of(1)], days_ago=2)
    look_up(staff["officer"], [index_of(3)], days_ago=3)  # of a day that was over
    assert watch(moment(2, NIGHT)) == 1
    look_up(staff["reviewer"], [index_of(2)], days_ago=2, hour=NIGHT)
    assert watch(moment(1)) == 1
    look_up(staff["reviewer"], [index_of(2)], days_ago=1)
    assert watch(moment(0)) == 1


def test_a_night_is_one_until_the_next_morning(app, staff):
    clerk, reviewer = staff["clerk"], staff["reviewer"]
    for hour, count in ((NIGHT, 4), (PAST_MIDNIGHT, 4), (22, 9)):  # the last at six in the morning
        look_up(clerk, strangers(count), days_ago=4, hour=hour)
    look_up(reviewer, strangers(3), days_ago=4, hour=PAST_MIDNIGHT)
    look_up(reviewer, strangers(2), days_ago=3, hour=NIGHT)  # of the same date, another night
    assert watch(moment(4, PAST_MIDNIGHT + 1)) == 1
    assert watch(moment(0)) == 0
    [alarm] = db.session.scalars(select(LookupAlarm)).all()
    assert (alarm.rule, alarm.operator_id, alarm.lookups) == ("NIGHT", clerk.id, 8)
    assert alarm.day == today() - timedelta(days=4)
    assert alarm.last_at == moment(4, PAST_MIDNIGHT)


def test_of_a_day_closed_before_its_night_was_over_the_night_alone_is_looked_through(app, staff):
    day = today() - timedelta(days=3)
    with transaction() as session:
        session.add(LookupWatch(day=day, closed_at=clock.ends(day) + WRITTEN_WITHIN))
    look_up(staff["clerk"], [index_of(1)], days_ago=3)
    look_up(staff["reviewer"], strangers(4), days_ago=3, hour=NIGHT)
    look_up(staff["reviewer"], strangers(4), days_ago=3, hour=PAST_MIDNIGHT)
    assert watch(moment(2)) == 1
    assert made() == Counter({("NIGHT", staff["reviewer"].id, None): 1})
    assert watch(moment(0)) == 0
    look_up(staff["reviewer"], strangers(9), days_ago=3, hour=NIGHT)
    assert watch(moment(0)) == 0
    assert db.session.scalar(select(LookupAlarm.lookups)) == 8, "later days are closed by now"


def test_a_day_that_another_process_is_at_is_not_passed_over(app):
    other = db.engine.connect()
    other.execute(select(func.pg_advisory_xact_lock(func.hashtext(MADE))))

    def give_up(_conn, _cursor, statement, *_rest) -> None:
        if "pg_try_advisory" in statement:
            other.rollback()

    event.listen(db.engine, "after_cursor_execute", give_up)
    try:
        watch(moment(0))
    finally:
        event.remove(db.engine, "after_cursor_execute", give_up)
        other.close()
    assert db.session.scalars(select(LookupWatch.day)).all() == []
    watch(moment(0))
    assert len(db.session.scalars(select(LookupWatch.day)).all()) == DAYS_BACK_MAX


def test_an_open_alarm_follows_the_day_and_a_settled_one_stays(app, staff, account):
    clerk = staff["clerk"]
    look_up(clerk, [index_of(1)], days_ago=0)
    watch(moment(0))
    look_up(clerk, [index_of(1)], days_ago=0)
    watch(moment(0))
    [alarm] = db.session.scalars(select(LookupAlarm)).all()
    db.session.refresh(alarm)
    assert (alarm.kind, alarm.lookups) == (AlarmKind.self, 2)
    with acting_as(Actor(clerk.id, clerk.name, "auditor", "")), pytest.raises(OwnLookups):
        settle(alarm.id, Verdict.justified, "测试")
    auditor = account("auditor")
    with acting_as(Actor(auditor.id, auditor.name, "auditor", "")):
        settle(alarm.id, Verdict.warned, "已谈话提醒")
        with pytest.raises(SettledAlready):
            settle(alarm.id, Verdict.justified, "再来")
    look_up(clerk, [index_of(1)], days_ago=0)
    assert watch(moment(0)) == 0
    db.session.refresh(alarm)
    assert (alarm.lookups, alarm.verdict, alarm.reason) == (2, "warned", "已谈话提醒")
    for change in (
        update(LookupAlarm).values(reason="x"),
        text("UPDATE lookup_alarm SET settled_at = NULL, settled_by = NULL, verdict = NULL"),
        text("DELETE FROM lookup_alarm"),
        text("TRUNCATE lookup_alarm"),
    ):
        with pytest.raises(DBAPIError, match="oversight stays"), transaction() as session:
            session.execute(change)


@pytest.mark.parametrize(
    ("population", "size"), [(0, 0), (7, 7), (100, 20), (5_000, 25), (12_001, 60), (90_000, 60)]
)
def test_a_sample_has_a_least_and_a_greatest_size(population, size):
    assert sample_rule(datetime.now(UTC).date()).size(population) == size
