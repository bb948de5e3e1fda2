"""When a clock is due, and when it turns amber and red."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit.records.dated import NotCovered
from tests.workflows.workdays.test_calendar import CALENDAR
from workflows.engine.deadlines import Alarm, alarm_of, amber_percent, read_pauses, reckon

MONDAY = date(2026, 11, 23)


def on(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("days", "amber_day"),
    [(1, 1), (2, 2), (3, 3), (4, 3), (5, 4), (7, 5), (10, 8), (20, 15), (30, 22), (60, 43)],
)
def test_amber_begins_when_seven_tenths_of_the_days_are_used_up(days, amber_day):
    deadline = reckon(CALENDAR, MONDAY, days)
    assert CALENDAR.between(MONDAY, deadline.amber_on) == amber_day
    assert CALENDAR.between(MONDAY, deadline.due_on) == days


def test_a_deadline_across_holidays_and_a_pause():
    pauses = read_pauses([["2026-09-25", "2026-10-09"]])
    deadline = reckon(CALENDAR, on("2026-09-21"), 5, pauses)
    assert (deadline.due_on, deadline.amber_on) == (on("2026-10-12"), on("2026-10-10"))
    assert not deadline.provisional


def test_a_deadline_in_a_year_without_a_notice_is_provisional():
    assert reckon(CALENDAR, on("2026-12-18"), 10).provisional
    assert not reckon(CALENDAR, on("2026-12-17"), 10).provisional


@pytest.mark.parametrize(
    ("today", "alarm"),
    [
        ("2026-12-02", Alarm.none),
        ("2026-12-03", Alarm.amber),
        ("2026-12-06", Alarm.amber),
        ("2026-12-07", Alarm.red),
        ("2027-01-01", Alarm.red),
    ],
)
def test_red_is_the_last_day_and_what_comes_after(today, alarm):
    deadline = reckon(CALENDAR, MONDAY, 10)
    assert alarm_of([(deadline.due_on, deadline.amber_on)], on(today)) is alarm


def test_the_worst_of_several_clocks_counts():
    later = MONDAY + timedelta(9)
    calm, amber, red = (later, MONDAY + timedelta(5)), (later, MONDAY), (MONDAY, MONDAY)
    assert alarm_of([], MONDAY) is Alarm.none
    assert alarm_of([calm], MONDAY) is Alarm.none
    assert alarm_of([calm, amber], MONDAY) is Alarm.amber
    assert alarm_of([amber, red, calm], MONDAY) is Alarm.red


@given(
    start=st.integers(0, 700),
    days=st.integers(1, 60),
    pauses=st.lists(st.tuples(st.integers(0, 700), st.integers(0, 30)), max_size=3),
)
def test_amber_never_comes_before_day_one_nor_after_the_last(start, days, pauses):
    received = date(2025, 1, 1) + timedelta(start)
    periods = [
        (date(2025, 1, 1) + timedelta(first), date(2025, 1, 1) + timedelta(first + length))
        for first, length in pauses
    ]
    deadline = reckon(CALENDAR, received, days, periods)
    assert received < deadline.amber_on <= deadline.due_on
    assert deadline.due_on >= reckon(CALENDAR, received, days).due_on


def test_a_table_that_warns_of_nothing_turns_amber_on_the_last_day(monkeypatch):
    monkeypatch.setattr("workflows.engine.deadlines.amber_percent", lambda _on: 100)
    deadline = reckon(CALENDAR, MONDAY, 5)
    assert deadline.amber_on == deadline.due_on == on("2026-11-30")


def test_the_share_is_known_from_a_day_on_and_its_table_named_before_it():
    assert amber_percent(MONDAY) == 70
    with pytest.raises(NotCovered, match="规则表alarms没有覆盖"):
        amber_percent(date(2013, 12, 31))
