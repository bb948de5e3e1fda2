from collections.abc import Callable
from datetime import date
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit.subjects.identifiers import (
    TYPE_NAMES,
    Flag,
    Identifier,
    IdType,
    InvalidIdentifier,
    guess_types,
    parse,
    recognise,
)
from credit.subjects.identifiers.check_digits import organisation_check, uscc_check
from credit.subjects.identifiers.limits import (
    INPUT_CHARS_MAX,
    PASSPORT_GUESS_CHARS_MAX,
    PASSPORT_GUESS_CHARS_MIN,
)
from tests.credit.subjects.identifiers.vectors import TODAY, naughty_strings, vectors
from tests.factories import identifiers as numbers

BORN = date(1990, 3, 7)


def refused(text: str) -> InvalidIdentifier:
    with pytest.raises(InvalidIdentifier) as refusal:
        recognise(text, TODAY)
    return refusal.value


def parse_flags(text: str) -> tuple[Flag, ...]:
    return parse(IdType.USCC, text, today=TODAY).flags


@pytest.mark.parametrize(
    ("text", "id_type"),
    [
        (numbers.make_uscc(1), IdType.USCC),
        (numbers.make_resident_id(1, BORN), IdType.RESIDENT_ID),
        (numbers.make_old_resident_id(1, BORN), IdType.RESIDENT_ID),
        (numbers.make_hmt_residence_permit(1, BORN), IdType.HMT_RESIDENCE_PERMIT),
        (numbers.make_foreign_permanent_residence(1, BORN), IdType.FOREIGN_PERMANENT_RESIDENCE),
        (numbers.make_old_foreign_permanent_residence(1), IdType.FOREIGN_PERMANENT_RESIDENCE),
        ("H1234567801", IdType.HM_TRAVEL_PERMIT),
        ("0012345601(B)", IdType.TW_TRAVEL_PERMIT),
        (numbers.make_passport(12345678), IdType.PASSPORT),
        ("EA1234567", IdType.PASSPORT),
    ],
)
def test_a_number_that_fits_one_type_is_read_as_it(text: str, id_type: IdType) -> None:
    assert guess_types(text) == (id_type,)
    assert recognise(text.lower(), TODAY) == parse(id_type, text, today=TODAY)


@pytest.mark.parametrize("number", [n for n, verdict in vectors("uscc.csv") if verdict == "valid"])
def test_credit_codes_of_digits_only_are_not_taken_for_people(number: str) -> None:
    assert recognise(number, TODAY).id_type is IdType.USCC


@pytest.mark.parametrize("number", ["91350211M0000XUF46", "914501003403148153"])
def test_an_issued_code_that_fails_its_check_is_recognised_and_flagged(number: str) -> None:
    assert recognise(number, TODAY).flags == (Flag.CHECK_DIGIT_FAILED,)


@given(st.integers(0, 999), st.dates(date(1930, 1, 1), TODAY), st.integers(1, 9))
def test_a_mistyped_last_digit_of_a_person_is_never_read_as_an_organisation(
    n: int, birth: date, step: int
) -> None:
    number = numbers.make_resident_id(n, birth)
    if number[-1] != "X":
        wrong = number[:-1] + str((int(number[-1]) + step) % 10)
        assert refused(wrong).reason in {"wrong_check_digit", "lost_digits"}


def test_a_mistyped_person_that_passes_as_a_clean_code_is_left_to_a_human() -> None:
    slips = [
        number[:place] + digit + number[place + 1 :]
        for number in (numbers.make_resident_id(n, BORN, area="321102") for n in range(100))
        for place in range(8, 18)
        for digit in "0123456789"
        if digit != number[place]
    ]
    clean = [slip for slip in slips if not parse_flags(slip)]
    assert clean
    assert {guess_types(slip) for slip in clean} == {(IdType.RESIDENT_ID, IdType.USCC)}
    assert {refused(slip).reason for slip in clean} == {"ambiguous_type"}


@pytest.mark.parametrize(("area", "body"), [("310120", "35097085"), ("371621", "58042885")])
def test_a_county_numbered_like_a_birth_year_does_not_hide_a_credit_code(
    area: str, body: str
) -> None:
    code = f"91{area}{body}"
    code += organisation_check(code[8:])
    code += uscc_check(code)
    assert recognise(code, TODAY).flags == ()


@pytest.mark.parametrize(
    ("text", "possible"),
    [
        ("12345678", (IdType.TW_TRAVEL_PERMIT, IdType.PASSPORT)),
        ("M12345678", (IdType.HM_TRAVEL_PERMIT, IdType.PASSPORT)),
        ("919999999999999999", (IdType.FOREIGN_PERMANENT_RESIDENCE, IdType.USCC)),
    ],
)
def test_an_ambiguous_number_lists_what_it_may_be(text: str, possible: tuple[IdType, ...]) -> None:
    assert guess_types(text) == possible
    refusal = refused(text)
    assert refusal.reason == "ambiguous_type"
    assert all(str(TYPE_NAMES[id_type]) in str(refusal) for id_type in possible)


@pytest.mark.parametrize("text", ["张三", "33010619900307002", "3301061990030700211", "abc", "(1)"])
def test_what_fits_no_type_is_unrecognised(text: str) -> None:
    assert guess_types(text) == ()
    assert refused(text).reason == "unrecognised"


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "missing"), ("3.30106E+17", "lost_digits"), ("330106199003070000", "lost_digits")],
)
def test_blank_and_rounded_cells_get_their_own_advice(text: str, code: str) -> None:
    assert refused(text).reason == code


def test_the_limit_on_input_counts_the_blanks() -> None:
    number = numbers.make_uscc(1)
    assert recognise(number.ljust(INPUT_CHARS_MAX), TODAY).number == number
    too_long = number.ljust(INPUT_CHARS_MAX + 1)
    assert refused(too_long).reason == "wrong_length"
    assert guess_types(too_long) == ()


def test_only_usual_lengths_are_guessed_to_be_passports() -> None:
    for length in (PASSPORT_GUESS_CHARS_MIN, PASSPORT_GUESS_CHARS_MAX):
        assert guess_types("AB" + "1" * (length - 2)) == (IdType.PASSPORT,)
    for length in (PASSPORT_GUESS_CHARS_MIN - 1, PASSPORT_GUESS_CHARS_MAX + 1):
        assert guess_types("AB" + "1" * (length - 2)) == ()


def _only_refuses(read: Callable[[], Identifier]) -> None:
    try:
        found = read()
    except InvalidIdentifier as refusal:
        (error,) = refusal.errors
        assert error.remedy is not None
    else:
        assert found.number.isascii()
        assert found.number.isalnum()


@pytest.mark.parametrize("text", naughty_strings(), ids=lambda text: ascii(text)[:30])
def test_naughty_strings_are_read_or_refused(text: str) -> None:
    _only_refuses(lambda: recognise(text, TODAY))
    for id_type in IdType:
        _only_refuses(partial(parse, id_type, text, today=TODAY))


@given(st.text() | st.text("0123456789XHMEA", min_size=8, max_size=18), st.sampled_from(IdType))
def test_any_text_is_read_or_refused(text: str, id_type: IdType) -> None:
    _only_refuses(lambda: recognise(text, TODAY))
    _only_refuses(lambda: parse(id_type, text, today=TODAY))
