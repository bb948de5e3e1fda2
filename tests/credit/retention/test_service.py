"""A day's run is that day's by the database's clock, whatever the clock of a host says."""

from datetime import timedelta

from sqlalchemy import select

from credit.retention import reading, service
from credit.retention.models import RetentionRun
from credit.retention.terms import Kept, made_before
from service import clock
from service.database import db
from service.notices.service import inbox
from tests.credit.retention.conftest import noted_run
from tests.credit.retention.test_messages import reader, told

__all__ = ["reader"]
AHEAD = timedelta(days=40)


def test_under_a_clock_that_is_ahead_nothing_goes_before_its_time(app, reader):
    today = clock.today()
    kept = told(reader, made_before(Kept.message, today) + AHEAD / 2)
    with clock.standing_at(clock.now() + AHEAD):
        assert service.run_daily(clock.now()) == 0
        assert service.run().total == 0
    assert [one.id for one in inbox(reader)[0]] == [kept]
    runs = db.session.scalars(select(RetentionRun)).all()
    assert [one.day for one in runs] == [today, today]
    assert all(one.began_at <= one.ended_at <= clock.now() for one in runs)


def test_a_run_noted_for_a_day_to_come_keeps_none_from_running(app, reader):
    noted_run(clock.today() + AHEAD)
    told(reader, made_before(Kept.message, clock.today()) - timedelta(days=1))
    assert service.run_daily(clock.now()) == 1
    assert service.run_daily(clock.now()) == 0
    days = db.session.scalars(select(RetentionRun.day).order_by(RetentionRun.id)).all()
    assert days == [clock.today() + AHEAD, clock.today()], "once a day"


def test_a_day_that_a_run_was_noted_for_ahead_of_its_time_has_one_when_it_comes(app, reader):
    noted_run(clock.today())  # weeks ago, under a wrong clock
    noted_run(clock.today() - timedelta(days=1))
    told(reader, made_before(Kept.message, clock.today()) - timedelta(days=1))
    assert reading.newest_days(clock.today())[0] == clock.today() - timedelta(days=1)
    assert service.run_daily(clock.now()) == 1
    assert reading.newest_days(clock.today()) == (clock.today(), None)
