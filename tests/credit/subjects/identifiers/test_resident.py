from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit.subjects.identifiers import (
    Flag,
    Identifier,
    IdType,
    InvalidIdentifier,
    SubjectKind,
    parse,
)
from credit.subjects.identifiers.check_digits import resident_check
from credit.subjects.identifiers.limits import BIRTH_YEAR_MIN
from tests.credit.subjects.identifiers.vectors import TODAY, reason, vectors
from tests.factories.identifiers import make_old_resident_id, make_resident_id

RESIDENT = IdType.RESIDENT_ID
births = st.dates(min_value=date(1900, 1, 1), max_value=TODAY)
numbers = st.builds(make_resident_id, st.integers(0, 999), births)


@pytest.mark.parametrize(("number", "expected"), vectors("resident_id.csv"))
def test_published_vectors_get_our_verdict(number: str, expected: str) -> None:
    if expected == "valid":
        assert parse(RESIDENT, number, today=TODAY).number == number.upper()
    else:
        assert reason(RESIDENT, number) == expected


def test_the_sample_of_the_standard_born_in_1880_is_valid() -> None:
    found = parse(RESIDENT, "440524188001010014", today=TODAY)
    assert found.birth_date == date(1880, 1, 1)
    assert found.flags == ()
    assert found.subject_kind is SubjectKind.NATURAL_PERSON


@given(numbers, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_every_single_wrong_character_is_caught(number: str, place: int, other: str) -> None:
    if number[place] == other:
        return
    with pytest.raises(InvalidIdentifier):
        parse(RESIDENT, number[:place] + other + number[place + 1 :], today=TODAY)


@given(numbers, st.integers(0, 16))
def test_every_swap_of_neighbours_is_caught(number: str, place: int) -> None:
    one, other = number[place], number[place + 1]
    if one == other:
        return
    with pytest.raises(InvalidIdentifier):
        parse(RESIDENT, number[:place] + other + one + number[place + 2 :], today=TODAY)


def test_a_15_digit_number_is_extended_and_kept_as_given() -> None:
    old = make_old_resident_id(21, date(1949, 12, 31))
    found = parse(RESIDENT, old, today=TODAY)
    assert found == Identifier(RESIDENT, found.number, birth_date=date(1949, 12, 31), given=old)
    assert found.number == make_resident_id(21, date(1949, 12, 31))


def test_an_unknown_area_is_flagged_and_needs_no_confirmation() -> None:
    found = parse(RESIDENT, make_resident_id(1, date(1990, 3, 7), area="101099"), today=TODAY)
    assert found.flags == (Flag.UNKNOWN_AREA,)
    assert not found.needs_confirmation


@pytest.mark.parametrize("day", ["19900230", "19901301", "19900100", "19000229", "00000101"])
def test_a_day_outside_the_calendar_is_refused(day: str) -> None:
    body = f"330106{day}002"
    assert reason(RESIDENT, body + resident_check(body)) == "impossible_date"


def test_an_old_number_with_a_day_outside_the_calendar_is_refused() -> None:
    assert reason(RESIDENT, "330106900230002") == "impossible_date"


def test_the_earliest_birth_year_is_read_and_the_one_before_is_not() -> None:
    for year, fine in ((BIRTH_YEAR_MIN, True), (BIRTH_YEAR_MIN - 1, False)):
        number = make_resident_id(2, date(year, 12, 31))
        if fine:
            assert parse(RESIDENT, number, today=TODAY).birth_date == date(year, 12, 31)
        else:
            assert reason(RESIDENT, number) == "impossible_date"


def test_a_birth_today_is_fine_and_tomorrow_is_not() -> None:
    assert parse(RESIDENT, make_resident_id(3, TODAY), today=TODAY).birth_date == TODAY
    assert reason(RESIDENT, make_resident_id(3, TODAY + timedelta(days=1))) == "future_birth"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "missing"),
        (" \u200b-", "missing"),
        ("33010619900307002", "wrong_length"),
        ("3301061990030700211", "wrong_length"),
        ("3301061990O3070021", "wrong_character"),
        ("3301061990030700X1", "wrong_character"),
        ("33010619900307002Y", "wrong_character"),
        ("33010619900307002Ⅹ", "wrong_character"),
        ("3.30106199003E+17", "lost_digits"),
        ("330106199003070000", "lost_digits"),
        ("330106199003070023", "wrong_check_digit"),
    ],
)
def test_each_mistake_has_its_own_reason(text: str, code: str) -> None:
    assert reason(RESIDENT, text) == code


@pytest.mark.parametrize("number", ["330106199003070023", "3301061990030700X1", "33010619900307"])
def test_a_refusal_says_what_to_do_and_never_repeats_the_number(number: str) -> None:
    with pytest.raises(InvalidIdentifier) as refused:
        parse(RESIDENT, number, today=TODAY, field="id_number")
    (error,) = refused.value.errors
    assert error.field == "id_number"
    assert error.remedy is not None
    spoken = f"{refused.value} {refused.value!r} {error.message} {error.remedy}"
    assert number not in spoken
    assert number[6:14] not in spoken
