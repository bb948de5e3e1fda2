"""Waits grow and are spread; a target that is down is knocked at by one probe at a time."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from workflows.effects.limits import (
    ACCEPTED_WAIT,
    CIRCUIT_BASE,
    CIRCUIT_FAILURES,
    CIRCUIT_MAX,
    FAILURES_MAX,
    RETRY_BASE,
    RETRY_MAX,
    SENDS_AT_ONCE_MAX,
)
from workflows.effects.pace import Circuit, accepted_wait, admits, after_failure, retry_wait

NOW = datetime(2026, 11, 27, tzinfo=UTC)


@given(st.integers(1, 10_000))
def test_a_wait_lies_between_half_of_its_ceiling_and_all_of_it(failures):
    ceiling = min(RETRY_BASE * 2 ** min(failures - 1, 20), RETRY_MAX)
    assert ceiling / 2 <= retry_wait(failures, None) <= ceiling


def test_waits_are_spread():
    assert len({retry_wait(3, None) for _ in range(20)}) > 10


def test_the_tries_take_most_of_a_working_day_at_least():
    assert sum((retry_wait(n, None) for n in range(1, FAILURES_MAX)), timedelta()) > timedelta(
        hours=2
    )


@given(st.integers(1, 20), st.timedeltas(timedelta(), timedelta(hours=1)))
def test_a_target_is_never_tried_before_it_asked_for(failures, asked):
    assert retry_wait(failures, asked) >= asked


def test_an_accepted_effect_is_asked_for_when_the_target_says():
    assert accepted_wait(timedelta(seconds=90)) == timedelta(seconds=90)
    assert ACCEPTED_WAIT / 2 <= accepted_wait(None) <= ACCEPTED_WAIT


def test_a_target_that_answers_gets_so_many_at_once():
    closed = Circuit()
    assert admits(closed, SENDS_AT_ONCE_MAX - 1, NOW) is None
    later = admits(closed, SENDS_AT_ONCE_MAX, NOW)
    assert later is not None
    assert later > NOW


def test_a_circuit_opens_after_so_many_failures_in_a_row():
    circuit = Circuit()
    for _ in range(CIRCUIT_FAILURES - 1):
        circuit = after_failure(circuit, NOW)
        assert admits(circuit, 0, NOW) is None
    circuit = after_failure(circuit, NOW)
    assert circuit.open_until is not None
    assert CIRCUIT_BASE / 2 <= circuit.open_until - NOW <= CIRCUIT_BASE
    later = admits(circuit, 0, NOW)
    assert later is not None
    assert later > circuit.open_until


def test_then_one_probe_goes_and_its_failure_opens_it_longer():
    circuit = Circuit(CIRCUIT_FAILURES, NOW)
    assert admits(circuit, 0, NOW) is None
    assert admits(circuit, 1, NOW) is not None
    again = after_failure(circuit, NOW)
    assert again.open_until is not None
    assert again.open_until - NOW >= CIRCUIT_BASE


@given(st.integers(0, 1_000_000))
def test_it_never_stays_open_for_long(failures):
    circuit = after_failure(Circuit(failures), NOW)
    assert circuit.open_until is None or circuit.open_until - NOW <= CIRCUIT_MAX
