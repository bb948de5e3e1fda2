from datetime import date

import pytest

from credit.subjects.identifiers import TYPE_NAMES, IdType, InvalidIdentifier, parse
from tests.credit.subjects.identifiers.vectors import TODAY, reason
from tests.factories.identifiers import (
    make_foreign_permanent_residence,
    make_hmt_residence_permit,
    make_old_foreign_permanent_residence,
    make_resident_id,
)

HMT = IdType.HMT_RESIDENCE_PERMIT
FOREIGN = IdType.FOREIGN_PERMANENT_RESIDENCE
BORN = date(1990, 3, 7)


@pytest.mark.parametrize(
    "number", ["810000199408230021", "820000199408230015", "830000199201300022"]
)
def test_permits_of_the_three_regions_are_read(number: str) -> None:
    found = parse(HMT, number, today=TODAY)
    assert found.number == number
    assert found.birth_date is not None


@pytest.mark.parametrize("number", ["932682198501010017", "911124198108030024"])
def test_foreign_cards_of_18_digits_are_read(number: str) -> None:
    assert parse(FOREIGN, number, today=TODAY).birth_date is not None


def test_foreign_cards_of_15_characters_stay_good() -> None:
    number = make_old_foreign_permanent_residence(330119900307)
    found = parse(FOREIGN, number.lower(), today=TODAY)
    assert (found.number, found.birth_date) == (number, None)


@pytest.mark.parametrize(
    ("id_type", "text", "code"),
    [
        (HMT, "81000019940823002", "wrong_length"),
        (HMT, "81000019940823002A", "wrong_character"),
        (HMT, "810000199402300025", "impossible_date"),
        (HMT, "810000199408230022", "wrong_check_digit"),
        (HMT, make_hmt_residence_permit(1, BORN, area="810001"), "wrong_layout"),
        (HMT, make_hmt_residence_permit(1, date(2027, 1, 1)), "future_birth"),
        (FOREIGN, "93268219850101001", "wrong_length"),
        (FOREIGN, "932682198501010018", "wrong_check_digit"),
        (FOREIGN, "US1330119900307", "wrong_layout"),
        (FOREIGN, "USA33011990030X", "wrong_layout"),
        (FOREIGN, make_foreign_permanent_residence(1, date(2027, 1, 1)), "future_birth"),
    ],
)
def test_each_mistake_has_its_own_reason(id_type: IdType, text: str, code: str) -> None:
    assert reason(id_type, text) == code


@pytest.mark.parametrize(
    ("chosen", "number", "right"),
    [
        (IdType.RESIDENT_ID, make_hmt_residence_permit(1, BORN), HMT),
        (IdType.RESIDENT_ID, make_hmt_residence_permit(1, BORN)[:-1] + "9", HMT),
        (IdType.RESIDENT_ID, make_foreign_permanent_residence(1, BORN), FOREIGN),
        (HMT, make_resident_id(1, BORN), IdType.RESIDENT_ID),
        (FOREIGN, make_hmt_residence_permit(1, BORN, area="830000"), HMT),
        (IdType.USCC, make_resident_id(1, BORN), IdType.RESIDENT_ID),
        (IdType.PASSPORT, make_resident_id(1, BORN), IdType.RESIDENT_ID),
        (IdType.RESIDENT_ID, "914403001922038216", IdType.USCC),
    ],
)
def test_a_number_of_another_document_names_that_document(
    chosen: IdType, number: str, right: IdType
) -> None:
    with pytest.raises(InvalidIdentifier) as refused:
        parse(chosen, number, today=TODAY)
    (error,) = refused.value.errors
    assert error.code == "wrong_type"
    assert str(TYPE_NAMES[right]) in str(error.remedy)
