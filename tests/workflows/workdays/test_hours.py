"""What comes in after closing time or on a rest day is received the next working day."""

from datetime import UTC, date, datetime

import pytest

from credit.records.dated import NotCovered
from service.clock import OFFICE_ZONE
from tests.workflows.workdays.test_calendar import CALENDAR
from workflows.workdays.hours import hours_on, received_on


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-23T08:00", "2026-11-23"),
        ("2026-11-23T00:00", "2026-11-23"),
        ("2026-11-23T12:30", "2026-11-23"),
        ("2026-11-23T17:30", "2026-11-23"),
        ("2026-11-23T17:30:00.000001", "2026-11-24"),
        ("2026-11-23T23:59:59", "2026-11-24"),
        ("2026-11-20T17:31", "2026-11-23"),
        ("2026-11-21T09:00", "2026-11-23"),
        ("2026-09-19T09:00", "2026-09-20"),
        ("2026-09-20T09:00", "2026-09-20"),
        ("2026-09-20T18:00", "2026-09-21"),
        ("2026-09-30T18:00", "2026-10-08"),
        ("2026-12-31T18:00", "2027-01-04"),
        ("2024-02-28T18:00", "2024-02-29"),
    ],
)
def test_the_day_of_receipt(moment, day):
    local = datetime.fromisoformat(moment).replace(tzinfo=OFFICE_ZONE)
    assert received_on(local, CALENDAR) == date.fromisoformat(day)


def test_office_time_counts_wherever_the_moment_was_written_down():
    assert received_on(datetime(2026, 11, 23, 9, 30, tzinfo=UTC), CALENDAR) == date(2026, 11, 23)
    assert received_on(datetime(2026, 11, 23, 9, 31, tzinfo=UTC), CALENDAR) == date(2026, 11, 24)
    assert received_on(datetime(2026, 11, 22, 16, 0, tzinfo=UTC), CALENDAR) == date(2026, 11, 23)


def test_days_before_the_table_are_not_answered_by_a_default():
    with pytest.raises(NotCovered):
        hours_on(date(2013, 12, 31))
