"""The code of an event: whose it is, when it is good, and what no longer is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.ledger.events.code import (
    Slot,
    Verdict,
    event_of,
    judge,
    key_from,
    new_event_code,
    token_of,
)
from service.numbers import ALPHABET

KEY = key_from(b"a secret of the service")
START = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)
SLOT = Slot("EV7K3M9P", START, START + timedelta(hours=2))
TOKEN = token_of(KEY, SLOT)
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


def verdict(token: str = TOKEN, slot: Slot = SLOT, at: datetime = START) -> Verdict:
    return judge(KEY, token, slot, at)


def test_a_code_can_be_typed_from_paper():
    assert TOKEN.count("-") == 3
    assert len(TOKEN) == 19
    assert verdict(TOKEN.lower().replace("-", " ")) is Verdict.good
    assert event_of(TOKEN.replace("-", "")) == SLOT.code


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (START - 30 * MINUTE - SECOND, Verdict.too_early),
        (START - 30 * MINUTE, Verdict.good),
        (SLOT.ends_at + 60 * MINUTE, Verdict.good),
        (SLOT.ends_at + 60 * MINUTE + SECOND, Verdict.over),
    ],
)
def test_it_is_good_from_half_an_hour_before_to_an_hour_after(at, expected):
    assert verdict(at=at) is expected


@given(st.integers(0, 15), st.sampled_from(ALPHABET))
def test_one_wrong_character_makes_it_worthless(place, other):
    plain = TOKEN.replace("-", "")
    if plain[place] == other:
        return
    token = plain[:place] + other + plain[place + 1 :]
    assert event_of(token) != SLOT.code or verdict(token) is Verdict.forged


def test_the_code_of_another_event_is_worthless_here():
    other = replace(SLOT, code="EVQQQQQQ")
    swapped = SLOT.code.removeprefix("EV") + token_of(KEY, other).replace("-", "")[6:]
    assert verdict(token_of(KEY, other)) is Verdict.forged
    assert verdict(swapped) is Verdict.forged


def test_another_service_cannot_make_it():
    assert judge(key_from(b"another secret"), TOKEN, SLOT, START) is Verdict.forged


@pytest.mark.parametrize("change", ["starts_at", "ends_at"])
def test_when_an_event_is_put_off_its_old_print_is_void(change):
    later = replace(SLOT, **{change: getattr(SLOT, change) + MINUTE})
    assert verdict(slot=later) is Verdict.forged
    assert verdict(token_of(KEY, later), later) is Verdict.good


def test_a_cancelled_event_says_so_only_to_who_holds_its_code():
    gone = replace(SLOT, cancelled=True)
    assert verdict(slot=gone) is Verdict.cancelled
    assert verdict("7K3M-9PQR-2TWX-ABCD", gone) is Verdict.forged


@given(st.text(max_size=40))
def test_any_text_is_judged(text):
    event_of(text)
    assert verdict(text) in Verdict


def test_codes_of_events_are_never_taken_for_numbers():
    codes = {new_event_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(
        code.startswith("EV") and event_of(f"{code[2:]}{'2' * 10}") == code for code in codes
    )
