"""A record's life is drawn to scale."""

from datetime import date

import pytest

from workflows.applicant.timeline import line

RECORD = {
    "decided_on": date(2026, 1, 1),
    "published_until_min": date(2026, 4, 1),
    "repairable_from": date(2026, 4, 2),
    "published_until_max": date(2027, 1, 1),
}


def test_days_lie_where_they_belong():
    drawn = line(RECORD, date(2026, 7, 2))
    assert [(mark.key, mark.place) for mark in drawn.marks] == [
        ("decided_on", 0.0),
        ("published_until_min", 24.66),
        ("repairable_from", 24.93),
        ("published_until_max", 100.0),
    ]
    assert drawn.minimum == (0.0, 24.66)
    assert drawn.rest == (24.93, 100.0)
    assert drawn.today == 49.86


def test_today_after_the_end_is_on_the_line():
    drawn = line(RECORD, date(2027, 7, 2))
    assert drawn.today == 100.0
    assert drawn.marks[-1].place < 100.0


def test_what_cannot_be_repaired_early_has_no_free_part():
    drawn = line({**RECORD, "repairable_from": None}, date(2026, 7, 2))
    assert drawn.rest is None


@pytest.mark.parametrize("missing", ["decided_on", "published_until_max"])
def test_without_its_days_a_record_has_no_line(missing):
    assert line({**RECORD, missing: None}, date(2026, 7, 2)) is None
