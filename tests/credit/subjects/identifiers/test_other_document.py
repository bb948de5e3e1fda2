"""A number in the wrong box: whichever check speaks first, the answer is the same."""

from collections.abc import Callable
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from credit.subjects.identifiers import Identifier, IdType, InvalidIdentifier, parse
from credit.subjects.identifiers.certain import certain_types
from credit.subjects.identifiers.check_digits import organisation_check, uscc_check
from credit.subjects.identifiers.parse import bounded, read_as
from credit.subjects.identifiers.refusals import refuse_type
from tests.credit.subjects.identifiers.vectors import TODAY
from tests.factories import identifiers as numbers

BORN = date(1990, 3, 7)
REAL = [
    numbers.make_uscc(1), numbers.make_uscc(2, lead="92"), numbers.make_resident_id(1, BORN),
    numbers.make_resident_id(2, date(2030, 1, 1)), numbers.make_old_resident_id(1, BORN),
    numbers.make_hmt_residence_permit(1, BORN), numbers.make_foreign_permanent_residence(1, BORN),
    numbers.make_old_foreign_permanent_residence(1), "H1234567801", "0012345601(B)", "EA1234567",
    "330106199003070000", "3.30106E+17", "",
]  # fmt: skip


def answer(read: Callable[[], Identifier]) -> Identifier | list[tuple[str, str]]:
    try:
        return read()
    except InvalidIdentifier as refusal:
        return [(error.code, str(error.message)) for error in refusal.errors]


def plainly(id_type: IdType, text: str) -> Identifier:
    number = bounded(text)
    certain = certain_types(number)
    if certain and id_type not in certain:
        refuse_type(id_type, certain)
    return read_as(id_type, number, TODAY)


def assert_same(text: str) -> None:
    for id_type in IdType:
        found = answer(lambda kind=id_type: parse(kind, text, today=TODAY))
        assert found == answer(lambda kind=id_type: plainly(kind, text))


def test_numbers_of_every_type_in_every_box():
    for text in REAL:
        assert_same(text)


def digits_alone(lead: str, organisation: int) -> str:
    """A clean credit code, of digits alone but where a check character is a letter."""
    body = f"{lead}{organisation:08d}"
    body += organisation_check(body[8:])
    return body + uscc_check(body)


def test_codes_of_digits_alone_also_those_that_resemble_a_person():
    for lead in ("11330106", "91310119", "51310120"):  # counties that put a century in the middle
        codes = [digits_alone(lead, number) for number in range(900301, 900401)]
        assert any(code.isdigit() for code in codes)
        for text in codes:
            assert_same(text)


@given(st.sampled_from(REAL), st.integers(0, 17), st.sampled_from("0123456789XAI9"))
def test_numbers_with_a_slip(real, place, char):
    assert_same(real[:place] + char + real[place + 1 :])


@given(st.from_regex(r"[1-9][0-9]{5}(19|20)[0-9]{9}[0-9X]", fullmatch=True))
def test_eighteen_digits(text):
    assert_same(text)


def test_a_person_in_the_box_of_codes_is_told_which_document_it_is():
    person = numbers.make_resident_id(1, BORN)
    assert answer(lambda: parse(IdType.USCC, person, today=TODAY))[0][0] == "wrong_type"
