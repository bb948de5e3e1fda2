"""What is sent again, and after how long."""

from datetime import UTC, datetime

import pytest

from credit_window_client.patience import Patience, seconds_of

NOW = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("attempt", "status", "retry_after", "repeatable", "wait"),
    [
        (1, None, None, True, 0.5),  # no answer came
        (3, None, None, True, 2.0),
        (4, None, None, True, None),  # the last attempt
        (1, None, None, False, None),  # may have been done
        (1, 502, None, True, 0.5),
        (1, 502, None, False, None),
        (1, 503, 5.0, True, 5.0),
        (1, 503, 5.0, False, 5.0),  # the service says that it has done nothing
        (1, 429, 60.0, False, 60.0),
        (1, 429, 61.0, True, None),  # longer than one is willing to wait
        (1, 500, None, True, None),
        (1, 422, None, True, None),
        (1, 409, 5.0, True, None),
    ],
)
def test_only_what_may_be_repeated_is_and_the_service_says_when(
    attempt, status, retry_after, repeatable, wait
):
    found = Patience().wait_after(attempt, status, retry_after, repeatable=repeatable)
    assert found == wait


def test_waits_grow_no_longer_than_the_longest():
    patience = Patience(attempts=9, longest_wait=3)
    assert patience.wait_after(8, None, None, repeatable=True) == 3


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("7", 7),
        ("Fri, 27 Nov 2026 08:01:00 GMT", 60),
        ("Fri, 27 Nov 2026 07:00:00 GMT", 0),
        ("soon", None),
        ("Fri, 27 Nov 2026 08:01:00 -0000", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header, seconds):
    assert seconds_of(header, NOW) == seconds
