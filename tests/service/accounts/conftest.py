"""Codes that change every half minute, kept from changing in the middle of a test."""

import time
from collections.abc import Iterator

import pytest
import time_machine

from service.accounts import totp

LONGEST_TEST_SECONDS = 10
"""More than the longest test of second factors takes on a busy machine."""


@pytest.fixture(autouse=True)
def whole_step() -> Iterator[None]:
    """Start no test so late in a step that its end would fall within: go on to the next one."""
    now = time.time()
    left = totp.STEP_SECONDS - now % totp.STEP_SECONDS
    if left > LONGEST_TEST_SECONDS:
        yield
        return
    with time_machine.travel(now + left, tick=True):
        yield
