from datetime import UTC, date, datetime

from service import clock


def test_a_day_ends_where_the_next_begins_and_the_last_day_there_is_ends_too():
    assert clock.ends(date(2026, 11, 27)) == clock.begins(date(2026, 11, 28))
    assert clock.ends(date(2026, 11, 27)) == datetime(2026, 11, 27, 16, tzinfo=UTC)
    assert clock.begins(date.max) < clock.ends(date.max)
