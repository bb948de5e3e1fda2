"""Counting forth and back over a small calendar that can be followed by eye.

2026: Thursday 1 January off, Saturday the 10th worked for it; 2027 has no notice.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from credit.records.dated import NotCovered
from workflows.workdays import statutory
from workflows.workdays.calendar import DAYS_MAX, Calendar, DayKind, OddDay, YearPlan
from workflows.workdays.hours import hours_on
from workflows.workdays.problems import CalendarOutOfReach
from workflows.workdays.statutory import computed_year, law_of, statutory_days, years_in_reach

NEW_YEAR, SWAPPED = date(2026, 1, 1), date(2026, 1, 10)
NOTICE = YearPlan(
    2026, {NEW_YEAR: OddDay(False, "元旦"), SWAPPED: OddDay(True, "元旦")}, "notice", "found"
)
BEFORE = YearPlan(2025, {date(2025, 12, 25): OddDay(False, "局庆")}, "before", "found")


@pytest.fixture
def calendar() -> Calendar:
    return Calendar(5, {2026: NOTICE, 2025: BEFORE}, computed)


def computed(year: int) -> YearPlan:
    if year > 2030:
        raise CalendarOutOfReach("beyond")
    return YearPlan(year, {date(year, 7, 1): OddDay(False, "日")}, "law", "proposal", True)


def on(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def test_a_calendar_knows_its_edition_and_the_odd_days_of_all_its_years(calendar):
    assert calendar.version == 5
    assert not calendar.is_work(date(2025, 12, 25))
    assert not calendar.is_work(NEW_YEAR)
    assert calendar.is_work(SWAPPED)


def test_a_year_is_computed_once():
    asked = []
    calendar = Calendar(1, {}, lambda year: asked.append(year) or computed(year))
    assert [calendar.plan(2027), calendar.plan(2027)] == [computed(2027)] * 2
    assert not calendar.is_work(date(2027, 7, 1))
    assert asked == [2027]


@pytest.mark.parametrize(
    ("day", "line"),
    [
        (NEW_YEAR, (DayKind.holiday, "元旦", "notice", False)),
        (SWAPPED, (DayKind.swapped, "元旦", "notice", False)),
        (on("01-05"), (DayKind.work, "", "notice", False)),
        (on("01-04"), (DayKind.rest, "", "notice", False)),
        (date(2027, 7, 1), (DayKind.holiday, "日", "law", True)),
        (date(2027, 7, 2), (DayKind.work, "", "law", True)),
    ],
)
def test_a_line_says_what_a_day_is_and_who_says_so(calendar, day, line):
    found = calendar.line(day)
    assert (found.kind, found.name, found.source, found.provisional) == line
    assert (found.day, found.number, found.paused) == (day, None, False)
    numbered = calendar.line(day, 3, paused=True)
    assert (numbered.number, numbered.paused) == (3, True)


@pytest.mark.parametrize(
    ("a", "b", "days"),
    [
        ("01-05", "01-05", 0),
        ("01-05", "01-06", 1),
        ("01-01", "01-02", 1),
        ("01-05", "01-12", 6),
        ("01-09", "01-11", 1),
        ("01-10", "01-11", 0),
    ],
)
def test_working_days_between_are_those_after_the_first_day_up_to_the_last(calendar, a, b, days):
    assert calendar.between(on(a), on(b)) == days
    assert calendar.between(on(b), on(a)) == -days


def test_days_of_a_pause_are_not_between_either_way(calendar):
    pause = [(on("01-06"), on("01-07"))]
    assert calendar.between(on("01-05"), on("01-09"), pause) == 2
    assert calendar.between(on("01-09"), on("01-05"), pause) == -2
    assert calendar.between(on("01-05"), on("01-06"), pause) == 0
    assert calendar.between(on("01-07"), on("01-08"), pause) == 1


@pytest.mark.parametrize(
    ("day", "count", "back"),
    [
        ("01-12", 1, "01-12"),
        ("01-12", 2, "01-10"),
        ("01-12", 3, "01-09"),
        ("01-11", 1, "01-10"),
        ("01-12", 7, "01-05"),
        ("01-12", 8, "01-02"),
    ],
)
def test_counted_backwards_the_day_itself_is_the_first(calendar, day, count, back):
    assert calendar.work_day_back(on(day), count) == on(back)


def test_the_longest_way_back_can_be_counted(calendar):
    back = calendar.work_day_back(on("01-12"), DAYS_MAX)
    assert calendar.between(back - timedelta(days=1), on("01-12")) == DAYS_MAX


def test_the_limits_of_a_term_are_told(calendar):
    with pytest.raises(ValueError, match=f"^a term has 1 to {DAYS_MAX} working days, not 0$"):
        calendar.add(NEW_YEAR, 0)
    told = f"^from 1 to {DAYS_MAX} working days are counted back, not {DAYS_MAX + 1}$"
    with pytest.raises(ValueError, match=told):
        calendar.work_day_back(NEW_YEAR, DAYS_MAX + 1)


def test_a_term_is_counted_from_the_day_after_with_pauses_left_out(calendar):
    counted = calendar.add(on("01-08"), 3, [(on("01-09"), on("01-09"))])
    assert counted.due_on == on("01-13")
    assert [(line.day, line.number, line.paused) for line in counted.days] == [
        (on("01-09"), None, True),
        (on("01-10"), 1, False),
        (on("01-11"), None, False),
        (on("01-12"), 2, False),
        (on("01-13"), 3, False),
    ]
    assert not counted.provisional
    assert calendar.add(date(2026, 12, 31), 1).provisional


def test_a_day_out_of_reach_is_refused_before_anything_is_counted(calendar):
    out = date(2031, 1, 1)
    for asked in (
        lambda: calendar.add(out, 1),
        lambda: calendar.next_work_day(out),
        lambda: calendar.is_work(out),
        lambda: calendar.kind_of(out),
        lambda: calendar.line(out),
    ):
        with pytest.raises(CalendarOutOfReach):
            asked()


def test_the_next_working_day_is_never_the_day_itself(calendar):
    assert calendar.next_work_day(on("01-05")) == on("01-06")
    assert calendar.next_work_day(on("01-09")) == SWAPPED
    assert calendar.next_work_day(SWAPPED) == on("01-12")


def test_a_computed_year_says_all_of_itself():
    plan = computed_year(2027)
    assert (plan.year, plan.evidence, plan.provisional, plan.version) == (
        2027, law_of(2027).evidence, True, None,
    )  # fmt: skip
    assert plan.source == "按《全国年节及纪念日放假办法》推算，国务院办公厅通知公布后更正"
    assert plan.exceptions[date(2027, 2, 6)] == OddDay(False, "春节")
    assert plan.exceptions[date(2027, 2, 9)] == OddDay(False, "春节（补假）")
    assert law_of(2026).evidence == "found"


def test_a_law_without_compensation_makes_up_for_nothing(monkeypatch):
    mean = replace(law_of(2027), compensated=False)
    monkeypatch.setattr(statutory, "law_of", lambda _year: mean)
    plan = computed_year.__wrapped__(2027)
    assert set(plan.exceptions) == set(statutory_days(2027))


@pytest.mark.parametrize(
    ("holidays", "made_up"),
    [
        ({"10-03": "甲"}, {"10-05": "甲（补假）"}),
        ({"10-04": "甲"}, {"10-05": "甲（补假）"}),
        ({"10-02": "甲"}, {}),
        ({"10-03": "甲", "10-04": "乙"}, {"10-05": "甲（补假）", "10-06": "乙（补假）"}),
        ({"10-03": "甲", "10-05": "乙"}, {"10-06": "甲（补假）"}),
        ({"10-02": "甲", "10-03": "乙"}, {"10-05": "乙（补假）"}),
        ({"10-03": "甲", "10-05": "乙", "10-06": "丙", "10-07": "丁", "10-08": "戊", "10-09": "己"},
         {"10-12": "甲（补假）"}),
    ],
)  # fmt: skip
def test_a_holiday_on_a_weekend_moves_to_the_next_day_that_is_neither_off_nor_taken(
    holidays, made_up
):
    """2026-10-03 is a Saturday."""
    days = {on(day): name for day, name in holidays.items()}
    assert dict(statutory._made_up(days)) == {on(day): name for day, name in made_up.items()}


def test_the_first_day_of_a_year_decides_which_law_rules_it():
    assert (law_of(2024).code, law_of(2025).code) == ("HOLIDAYS-2013", "HOLIDAYS-2024")
    with pytest.raises(NotCovered, match="statutory没有覆盖2013-01-01"):
        law_of(2013)


def test_what_is_out_of_reach_is_told_with_the_reach():
    reach = years_in_reach()
    with pytest.raises(CalendarOutOfReach) as refused:
        statutory_days(reach[-1] + 1)
    assert str(refused.value.detail) == (
        f"工作日历只能推算{reach[0]}年至{reach[-1]}年，不含{reach[-1] + 1}年。"
    )


def test_the_table_without_a_row_is_named():
    with pytest.raises(NotCovered, match="规则表office_hours没有覆盖"):
        hours_on(date(2013, 12, 31))
