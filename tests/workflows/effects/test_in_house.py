"""A correction holds once the record says what the case decided, or what a later one did."""

from datetime import UTC, datetime

import pytest

from credit.records.corrected import RESULT
from credit.records.models import Record
from workflows.effects.in_house import _amended
from workflows.effects.models import CaseEffect

JUST_AFTER_MIDNIGHT = datetime(2026, 11, 27, 16, 30, tzinfo=UTC)
"""Of the 28th at the office."""


@pytest.mark.parametrize(
    ("told", "holds"),
    [
        (None, False),
        ({"case": "YY1", "on": "2026-11-28"}, True),
        ({"case": "YY0", "on": "2026-11-27"}, False),
        ({"case": "YY0", "on": "2026-11-28"}, False),
        ({"case": "YY2", "on": "2026-11-29"}, True),
    ],
)
def test_days_are_those_of_the_office(told, holds):
    record = Record(attributes={} if told is None else {RESULT: told})
    effect = CaseEffect(message={"case": "YY1"}, requested_at=JUST_AFTER_MIDNIGHT)
    assert _amended(record, effect) is holds
