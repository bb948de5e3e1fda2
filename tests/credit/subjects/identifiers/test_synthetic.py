from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit.subjects.identifiers import IdType, parse
from tests.credit.subjects.identifiers.vectors import TODAY
from tests.factories import identifiers as numbers

BORN = date(1990, 3, 7)
MAKERS: list[tuple[IdType, Callable[[int], str]]] = [
    (IdType.USCC, numbers.make_uscc),
    (IdType.RESIDENT_ID, numbers.make_resident_id),
    (IdType.RESIDENT_ID, lambda n: numbers.make_resident_id(n, BORN)),
    (IdType.RESIDENT_ID, lambda n: numbers.make_old_resident_id(n, BORN)),
    (IdType.HMT_RESIDENCE_PERMIT, lambda n: numbers.make_hmt_residence_permit(n, BORN)),
    (
        IdType.FOREIGN_PERMANENT_RESIDENCE,
        lambda n: numbers.make_foreign_permanent_residence(n, BORN),
    ),
    (IdType.FOREIGN_PERMANENT_RESIDENCE, numbers.make_old_foreign_permanent_residence),
    (IdType.HM_TRAVEL_PERMIT, numbers.make_hm_travel_permit),
    (IdType.TW_TRAVEL_PERMIT, numbers.make_tw_travel_permit),
    (IdType.PASSPORT, numbers.make_passport),
]


@pytest.mark.parametrize(("id_type", "make"), MAKERS)
def test_a_thousand_made_up_numbers_are_valid_and_differ(
    id_type: IdType, make: Callable[[int], str]
) -> None:
    found = {parse(id_type, make(n), today=TODAY) for n in range(1_000)}
    assert len({one.number for one in found}) == 1_000
    assert not any(one.flags for one in found)


@given(st.integers(0, 14_599_999))
def test_a_resident_number_without_a_birth_date_is_an_adult_born_from_1960(n: int) -> None:
    born = parse(IdType.RESIDENT_ID, numbers.make_resident_id(n), today=TODAY).birth_date
    assert born is not None
    assert date(1960, 1, 1) <= born <= date(1999, 12, 31)


@pytest.mark.parametrize(
    ("make", "largest"),
    [
        (numbers.make_uscc, 31**6 - 1),
        (numbers.make_resident_id, 14_599_999),
        (lambda n: numbers.make_resident_id(n, BORN), 999),
        (numbers.make_passport, 10**8 - 1),
    ],
)
def test_a_generator_refuses_to_repeat_itself(make: Callable[[int], str], largest: int) -> None:
    assert make(largest)
    for outside in (-1, largest + 1):
        with pytest.raises(ValueError, match="n must be from 0 to"):
            make(outside)


def test_the_repr_of_an_identifier_shows_no_number() -> None:
    found = parse(IdType.RESIDENT_ID, numbers.make_resident_id(7), today=TODAY)
    assert repr(found) == "<Identifier resident_id>"
    assert f"{found}" == "<Identifier resident_id>"
