"""Working days: the vectors of the official years, and what holds for any calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.workdays.calendar import (
    DAYS_MAX,
    ONE_DAY,
    WORKED,
    Calendar,
    DayKind,
    OddDay,
    YearPlan,
)
from workflows.workdays.editions import shipped
from workflows.workdays.statutory import computed_year

CALENDAR = Calendar(0, {year: one.plan() for year, one in shipped().items()}, computed_year)
TERMS = (3, 5, 7, 10, 20)
VECTORS = {
    "2026-02-13": ("2026-02-25", "2026-02-27", "2026-03-02", "2026-03-05", "2026-03-19"),
    "2026-09-18": ("2026-09-22", "2026-09-24", "2026-09-29", "2026-10-09", "2026-10-22"),
    "2026-09-30": ("2026-10-10", "2026-10-13", "2026-10-15", "2026-10-20", "2026-11-03"),
    "2026-11-23": ("2026-11-26", "2026-11-30", "2026-12-02", "2026-12-07", "2026-12-21"),
    "2026-12-18": ("2026-12-23", "2026-12-25", "2026-12-29"),
}
"""Day of receipt -> the last days of the terms."""


def on(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        (one, days, due)
        for one, dues in VECTORS.items()
        for days, due in zip(TERMS, dues, strict=False)
    ],
)
def test_terms_in_official_years(received, days, due):
    counted = CALENDAR.add(on(received), days)
    assert counted.due_on == on(due)
    assert not counted.provisional
    assert CALENDAR.between(on(received), counted.due_on) == days


@pytest.mark.parametrize(
    ("day", "kind", "work"),
    [
        ("2026-02-14", DayKind.swapped, True),
        ("2026-02-28", DayKind.swapped, True),
        ("2026-09-20", DayKind.swapped, True),
        ("2026-10-10", DayKind.swapped, True),
        ("2026-02-16", DayKind.holiday, False),
        ("2026-02-21", DayKind.holiday, False),
        ("2026-11-21", DayKind.rest, False),
        ("2026-11-23", DayKind.work, True),
        ("2024-02-29", DayKind.work, True),
        ("2025-05-05", DayKind.holiday, False),
        ("2027-02-05", DayKind.holiday, False),
        ("2027-02-06", DayKind.holiday, False),
    ],
)
def test_what_a_day_is(day, kind, work):
    assert CALENDAR.kind_of(on(day)) is kind
    assert CALENDAR.is_work(on(day)) is work


def test_a_swapped_weekend_is_a_day_of_the_term():
    lines = CALENDAR.add(on("2026-09-18"), 3).days
    assert [(line.day.day, line.kind, line.number) for line in lines] == [
        (19, DayKind.rest, None),
        (20, DayKind.swapped, 1),
        (21, DayKind.work, 2),
        (22, DayKind.work, 3),
    ]
    assert lines[1].name == "国庆节"
    assert "2025〕7号" in lines[1].source


def test_a_term_across_the_year_end_without_a_notice_is_provisional():
    counted = CALENDAR.add(on("2026-12-18"), 10)
    assert (counted.received_on, counted.due_on) == (on("2026-12-18"), on("2027-01-04"))
    assert counted.provisional
    assert [line.day for line in counted.days if line.provisional] == [
        on(f"2027-01-0{n}") for n in range(1, 5)
    ]
    assert not CALENDAR.add(on("2026-12-18"), 9).provisional


def test_the_leap_day_is_counted():
    assert CALENDAR.add(on("2024-02-28"), 1).due_on == on("2024-02-29")
    assert CALENDAR.add(on("2024-02-29"), 1).due_on == on("2024-03-01")
    assert CALENDAR.add(on("2028-02-28"), 2).due_on == on("2028-03-01")


def test_days_of_a_pause_pass_without_being_counted():
    pause = (on("2026-09-25"), on("2026-10-09"))
    plain = CALENDAR.add(on("2026-09-21"), 5)
    paused = CALENDAR.add(on("2026-09-21"), 5, [pause])
    assert plain.due_on == on("2026-09-29")
    # 22, 23 and 24 September, then 10 October (a swapped Saturday) and the 12th.
    assert paused.due_on == on("2026-10-12")
    assert [line.day for line in paused.days if line.number] == [
        on("2026-09-22"), on("2026-09-23"), on("2026-09-24"), on("2026-10-10"), on("2026-10-12"),
    ]  # fmt: skip
    assert all(line.paused == (pause[0] <= line.day <= pause[1]) for line in paused.days)


def test_pauses_that_touch_or_overlap_count_once():
    apart = [(on("2026-11-24"), on("2026-11-25")), (on("2026-11-26"), on("2026-11-27"))]
    over = [(on("2026-11-24"), on("2026-11-26")), (on("2026-11-25"), on("2026-11-27"))]
    whole = [(on("2026-11-24"), on("2026-11-27"))]
    due = {CALENDAR.add(on("2026-11-23"), 4, one).due_on for one in (apart, over, whole)}
    assert due == {on("2026-12-03")}


def test_a_notice_may_speak_of_the_december_before():
    plan = YearPlan(
        2019,
        {
            on("2018-12-29"): OddDay(True, "元旦"),
            on("2018-12-31"): OddDay(False, "元旦"),
            on("2019-01-01"): OddDay(False, "元旦"),
        },
        "2019",
        "found",
    )
    calendar = Calendar(1, {2019: plan}, computed_year)
    assert calendar.is_work(on("2018-12-29"))
    assert not calendar.is_work(on("2018-12-31"))
    assert not calendar.line(on("2018-12-31")).provisional
    assert calendar.line(on("2018-12-28")).provisional


@pytest.mark.parametrize("days", [0, -1, DAYS_MAX + 1])
def test_a_term_has_a_sensible_number_of_days(days):
    with pytest.raises(ValueError, match="working days"):
        CALENDAR.add(on("2026-11-23"), days)
    with pytest.raises(ValueError, match="working days"):
        CALENDAR.work_day_back(on("2026-11-23"), days)


def test_the_longest_term_can_be_counted():
    assert CALENDAR.add(on("2026-11-23"), DAYS_MAX).provisional


# What holds for any calendar: days off and swapped weekends anywhere.

FIRST = date(2026, 1, 1)
STEPS = st.integers(0, 364)
ODD = st.dictionaries(
    STEPS.map(lambda step: FIRST + timedelta(step)),
    st.builds(OddDay, st.booleans(), st.just("x")),
    max_size=25,
)
PAUSES = st.lists(
    st.tuples(STEPS, st.integers(0, 20)).map(
        lambda one: (FIRST + timedelta(one[0]), FIRST + timedelta(one[0] + one[1]))
    ),
    max_size=3,
)


def odd_calendar(odd: dict[date, OddDay]) -> Calendar:
    def none_of(year: int) -> YearPlan:
        return YearPlan(year, {}, "none", "proposal", provisional=True)

    return Calendar(1, {2026: YearPlan(2026, odd, "odd", "proposal")}, none_of)


@given(odd=ODD, start=STEPS, days=st.integers(1, 60), pauses=PAUSES)
def test_a_term_is_what_a_naive_walk_finds(odd, start, days, pauses):
    received = FIRST + timedelta(start)
    left, day = days, received
    while left:
        day += ONE_DAY
        works = odd[day].is_work if day in odd else day.isoweekday() <= 5
        if works and not any(first <= day <= last for first, last in pauses):
            left -= 1
    counted = odd_calendar(odd).add(received, days, pauses)
    assert counted.due_on == day
    assert counted.provisional == (day.year > 2026)
    assert [line.day for line in counted.days] == [
        received + timedelta(step) for step in range(1, (day - received).days + 1)
    ]
    assert [line.number for line in counted.days if line.number] == list(range(1, days + 1))


@given(odd=ODD, start=STEPS, days=st.integers(1, 60))
def test_between_is_the_inverse_of_add(odd, start, days):
    calendar, received = odd_calendar(odd), FIRST + timedelta(start)
    due = calendar.add(received, days).due_on
    assert calendar.between(received, due) == days
    assert calendar.between(received, due - ONE_DAY) == days - 1
    assert calendar.between(due, received) == -days
    assert calendar.between(received, received) == 0


@given(odd=ODD, start=STEPS, length=st.integers(0, 900))
def test_between_is_the_number_of_working_days_looked_at_one_by_one(odd, start, length):
    calendar, first = odd_calendar(odd), FIRST + timedelta(start)
    last = first + timedelta(length)
    days = [first + timedelta(step) for step in range(1, length + 1)]
    assert calendar.between(first, last) == sum(map(odd_calendar(odd).is_work, days))
    assert calendar.between(first, last, [(last, last)]) == sum(map(calendar.is_work, days[:-1]))


def test_a_count_another_thread_drops_the_moment_it_is_found_is_still_told():
    class Dropped(dict):
        """As it is while a year nobody asked for before is looked up by another thread."""

        def __contains__(self, year: object) -> bool:
            found = super().__contains__(year)
            self.clear()
            return found

    calendar, year = Calendar(0, {}, computed_year), (date(2027, 12, 31), date(2028, 12, 31))
    calendar._running = Dropped()
    assert calendar.between(*year) == calendar.between(*year)


@given(odd=ODD, start=STEPS, count=st.integers(1, 40))
def test_what_is_due_before_the_day_counted_back_is_overdue_by_so_many(odd, start, count):
    calendar, today = odd_calendar(odd), FIRST + timedelta(start)
    edge = calendar.work_day_back(today, count)
    assert calendar.between(edge - ONE_DAY, today) == count
    assert calendar.between(edge, today) == count - 1


@given(odd=ODD, start=STEPS)
def test_the_next_working_day_is_the_term_of_one_day(odd, start):
    calendar, day = odd_calendar(odd), FIRST + timedelta(start)
    following = calendar.next_work_day(day)
    assert following == calendar.add(day, 1).due_on
    assert calendar.kind_of(following) in WORKED
