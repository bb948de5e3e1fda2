"""Figures beside the year before, in any period, as numbers, in words and on paper."""

from bisect import bisect_right
from datetime import date, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from service.messages import msg
from service.problems import InvalidInput
from service.statistics.beside import Beside
from service.statistics.figures import Chapter, Figure, Provider, Rate, change, monthly
from service.statistics.period import EARLIEST, LATEST, Period, period
from service.statistics.registry import register_figures, report
from service.statistics.telling import compared, counted


def test_the_year_before_has_the_same_days_and_as_many_months():
    leap = Period(date(2024, 2, 29), date(2024, 12, 31))
    assert leap.a_year_before == Period(date(2023, 2, 28), date(2023, 12, 31))
    assert len(leap.months) == len(leap.a_year_before.months) == 11
    assert Period(date(2025, 11, 30), date(2026, 2, 1)).months == [
        "2025-11", "2025-12", "2026-01", "2026-02",
    ]  # fmt: skip


@pytest.mark.parametrize(("last", "first_before", "last_before"), [
    (date(2029, 2, 28), date(2028, 2, 1), date(2028, 2, 29)),
    (date(2028, 2, 29), date(2027, 2, 1), date(2027, 2, 28)),
    (date(2028, 2, 28), date(2027, 2, 1), date(2027, 2, 28)),
    (date(2026, 2, 28), date(2025, 2, 1), date(2025, 2, 28)),
])  # fmt: skip
def test_a_whole_february_is_set_beside_a_whole_february(last, first_before, last_before):
    assert Period(last.replace(day=1), last).a_year_before == Period(first_before, last_before)


def test_twelve_months_up_to_the_end_of_one_leave_no_day_between_them_and_the_year_before():
    usual = period(None, None, date(2029, 2, 28))
    assert usual.first == date(2028, 3, 1)
    assert usual.a_year_before == Period(date(2027, 3, 1), date(2028, 2, 29))


def test_the_last_day_of_the_calendar_is_refused_in_words():
    with pytest.raises(InvalidInput) as caught:
        period(None, date.max, date(2026, 11, 27))
    assert caught.value.errors[0].field == "to"
    assert Beside(period(None, LATEST, LATEST)).cuts


def test_the_usual_twelve_months_and_the_year_before_share_no_day():
    for today in (date(2026, 11, 27), date(2024, 2, 29), date(2025, 2, 28), date(2026, 1, 1)):
        usual = period(None, None, today)
        assert usual.last == today
        assert usual.first > usual.a_year_before.last


def test_days_are_cut_where_a_month_or_a_period_begins_or_ends():
    asked = Beside(Period(date(2025, 11, 27), date(2026, 11, 26)))
    assert asked.cuts[:3] == (date(2024, 11, 27), date(2024, 12, 1), date(2025, 1, 1))
    assert asked.cuts[11:15] == (
        date(2025, 10, 1), date(2025, 11, 1), date(2025, 11, 27), date(2025, 12, 1),
    )  # fmt: skip
    assert asked.cuts[-1] == date(2026, 11, 27)
    rows = [(13, "first of November"), (14, "end of November"), (26, "November again")]
    now, before = asked.split(rows)
    assert now == [("2025-11", "end of November"), ("2026-11", "November again")]
    assert before == [("2025-11", "first of November")]


def test_a_stretch_may_belong_to_both_periods_or_to_neither():
    two_years = Beside(Period(date(2025, 1, 1), date(2026, 12, 31)))
    of_2025 = two_years.cuts.index(date(2025, 6, 1)) + 1
    assert two_years.split([(of_2025, 7)]) == ([("2025-06", 7)], [("2025-06", 7)])
    may = Beside(Period(date(2026, 5, 1), date(2026, 5, 31)))
    assert may.cuts == (date(2025, 5, 1), date(2025, 6, 1), date(2026, 5, 1), date(2026, 6, 1))
    assert may.split([(1, 3), (2, 5)]) == ([], [("2025-05", 3)])


@given(first=st.dates(date(2023, 1, 1), date(2026, 12, 31)), length=st.integers(0, 800))
def test_every_day_of_either_period_counts_once_in_its_month(first, length):
    asked = Beside(Period(first, first + timedelta(days=length)))
    days = (asked.cuts[0] + timedelta(n) for n in range((asked.cuts[-1] - asked.cuts[0]).days))
    now, before = asked.split((bisect_right(asked.cuts, day), day) for day in days)
    for found, one in ((now, asked.now), (before, asked.before)):
        assert [day for _, day in found] == [
            one.first + timedelta(n) for n in range((one.last - one.first).days + 1)
        ]
        assert all(month == f"{day:%Y-%m}" for month, day in found)


def test_only_a_whole_calendar_year_is_called_one():
    assert Period(date(2026, 1, 1), date(2026, 12, 31)).whole_year == 2026
    assert Period(date(2026, 1, 1), date(2026, 12, 30)).whole_year is None


@pytest.mark.parametrize(("first", "last", "field"), [
    (date(1949, 12, 31), date(1950, 1, 1), "from"),
    (None, date(1, 1, 1), "from"),
    (date(1950, 1, 1), date(1949, 1, 1), "to"),
])  # fmt: skip
def test_days_nothing_can_be_known_of_are_refused(first, last, field):
    with pytest.raises(InvalidInput) as caught:
        period(first, last, date(2026, 11, 27))
    assert caught.value.errors[0].field == field
    assert EARLIEST.isoformat() in str(caught.value.detail)


@pytest.mark.parametrize(("now", "before", "by"), [
    (110, 100, "10.0"), (90, 100, "-10.0"), (100, 100, "0.0"), (2, 3, "-33.3"), (1, 0, None),
])  # fmt: skip
def test_a_change_is_rounded_to_one_place_and_needs_something_before(now, before, by):
    assert change(now, before) == (None if by is None else Decimal(by))


def test_a_comparison_says_more_less_the_same_or_nothing_to_compare():
    said = [str(compared(now, 100)) for now in (110, 90, 100)] + [str(compared(1, 0))]
    assert said == [
        "，同比增长 10.0%", "，同比下降 10.0%", "，与上年同期持平", "（上年同期没有可比数据）",
    ]  # fmt: skip


def test_parts_that_are_nothing_are_not_told():
    parts = [(msg("窗口"), 1200), (msg("公众"), 0), (msg("接口"), 3)]
    assert str(counted(parts, msg("次"))) == "窗口 1,200 次、接口 3 次"
    assert counted([(msg("公众"), 0)], msg("次")) is None


def test_a_rate_of_nothing_is_none_and_half_is_rounded_up():
    assert Rate("r", msg("按时"), 0, 0).percent is None
    assert Rate("r", msg("按时"), 1, 2000).percent == Decimal("0.1")


def _chapter(asked: Period) -> Chapter:
    figure = Figure("visits", msg("查询"), msg("次"), {f"{asked.first.year}-03": asked.first.year})
    return Chapter("visits", msg("查询"), (figure,))


def _provider(code: str, order: int) -> Provider:
    return Provider(code, order, lambda asked: asked.each(_chapter), lambda now, before: [
        compared(now.figure("visits").value, before.figure("visits").value)
    ])  # fmt: skip


def test_chapters_come_in_their_order_each_beside_the_year_before():
    app = Flask("figures")
    register_figures(app, _provider("later", 2))
    register_figures(app, _provider("first", 1))
    with pytest.raises(ValueError, match="twice"):
        register_figures(app, _provider("first", 3))
    with app.app_context():
        found = report(Period(date(2026, 1, 1), date(2026, 12, 31)))
    assert len(found.chapters) == 2
    told = found.chapters[0]
    assert (told.now.figure("visits").value, told.before.figure("visits").value) == (2026, 2025)
    assert monthly(told.now.figures[0], found.period) == [0, 0, 2026, *[0] * 9]
    assert str(told.text[0]) == "，与上年同期持平"  # 0.0 % after rounding
    with pytest.raises(KeyError):
        told.now.figure("unknown")
