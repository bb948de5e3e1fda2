"""Full age begins on the eighteenth birthday, and on 1 March where there is none."""

from datetime import date

import pytest

from service.ages import is_adult


@pytest.mark.parametrize(
    ("born", "first"),
    [
        ("2008-11-23", "2026-11-23"),
        ("2008-02-28", "2026-02-28"),
        ("2008-02-29", "2026-03-01"),
        ("2008-03-01", "2026-03-01"),
        ("2010-02-28", "2028-02-28"),
        ("2008-12-31", "2026-12-31"),
        ("1882-02-28", "1900-02-28"),
        ("1884-02-29", "1902-03-01"),
    ],
)
def test_full_age_begins_on_a_day(born, first):
    birth, day = date.fromisoformat(born), date.fromisoformat(first)
    assert is_adult(birth, day)
    assert is_adult(birth, date.fromordinal(day.toordinal() + 1))
    assert not is_adult(birth, date.fromordinal(day.toordinal() - 1))
    assert not is_adult(birth, birth)


def test_who_is_not_born_yet_is_no_adult():
    assert not is_adult(date(2026, 2, 28), date(2008, 2, 28))
