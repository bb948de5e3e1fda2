"""Days off by law alone: what is known of a year before its notice."""

from datetime import date

import pytest

from workflows.workdays.editions import shipped
from workflows.workdays.problems import CalendarOutOfReach
from workflows.workdays.statutory import computed_year, law_of, statutory_days, years_in_reach


def days(year: int) -> list[str]:
    return [f"{day:%m-%d}" for day in sorted(statutory_days(year))]


def test_the_law_of_2024_gives_thirteen_days():
    assert days(2027) == [
        "01-01", "02-05", "02-06", "02-07", "02-08", "04-05", "05-01", "05-02", "06-09", "09-15",
        "10-01", "10-02", "10-03",
    ]  # fmt: skip


def test_the_law_before_gave_eleven():
    assert days(2024) == [
        "01-01", "02-10", "02-11", "02-12", "04-04", "05-01", "06-10", "09-17", "10-01", "10-02",
        "10-03",
    ]  # fmt: skip


@pytest.mark.parametrize("year", sorted(shipped()))
def test_every_notice_gives_the_days_of_the_law(year):
    off = {one.day for one in shipped()[year].days if not one.is_work}
    assert set(statutory_days(year)) <= off


def test_a_holiday_on_a_weekend_is_made_up_for_on_the_next_working_day():
    odd = computed_year(2027).exceptions
    made_up = {f"{day:%m-%d}": one.name for day, one in odd.items() if "补假" in one.name}
    assert made_up == {
        "02-09": "春节（补假）", "02-10": "春节（补假）", "05-03": "劳动节（补假）",
        "05-04": "劳动节（补假）", "10-04": "国庆节（补假）", "10-05": "国庆节（补假）",
    }  # fmt: skip


def test_two_holidays_on_one_day_share_it():
    assert statutory_days(2028)[date(2028, 10, 3)] == "中秋节、国庆节"


def test_no_swap_is_ever_guessed_and_every_computed_year_is_provisional():
    for year in years_in_reach():
        plan = computed_year(year)
        assert plan.provisional
        assert not any(one.is_work for one in plan.exceptions.values())


@pytest.mark.parametrize("year", list(years_in_reach()))
def test_the_feasts_lie_where_moon_and_sun_put_them(year):
    """Each feast's span in the Gregorian calendar, and its distance in lunar months."""
    named = {}
    for day, name in sorted(statutory_days(year).items()):
        for one in name.split("、"):
            named.setdefault(one, day)
    eve = 1 if law_of(year).code == "HOLIDAYS-2024" else 0
    spring = date.fromordinal(named["春节"].toordinal() + eve)
    assert date(year, 1, 21) <= spring <= date(year, 2, 21)
    assert date(year, 4, 4) <= named["清明节"] <= date(year, 4, 6)
    dragon, moon = named["端午节"], named["中秋节"]
    # Fifth of the fifth month, fifteenth of the eighth; a leap month may lie between.
    assert (dragon - spring).days in {*range(121, 124), *range(150, 153)}
    assert (moon - dragon).days in {*range(97, 100), *range(127, 130)}


def test_years_out_of_reach_are_refused_with_the_reach():
    reach = years_in_reach()
    for year in (reach[0] - 1, reach[-1] + 1):
        with pytest.raises(CalendarOutOfReach, match=f"{reach[0]}年至{reach[-1]}年"):
            computed_year(year)
