"""Numbers people write down: dated, random, and a slip of the pen is noticed."""

from datetime import date

import pytest

from service.numbers import ALPHABET, RANDOM_CHARS, Numbers

NUMBERS = Numbers("XH")
new_number, tidy_number = NUMBERS.new, NUMBERS.tidy
DAY = date(2026, 11, 23)
DAY_PLACES = range(2, 10)
OTHER_PLACES = range(10, 21)


def test_a_number_carries_the_day_and_is_its_own_tidy_form():
    number = new_number(DAY)
    assert number.startswith("XH20261123-")
    assert len(number.split("-")[1]) == RANDOM_CHARS
    assert tidy_number(number) == number
    assert tidy_number(f" {number.lower().replace('-', ' ')} ") == number


def test_all_characters_of_the_alphabet_come_up_and_no_number_twice():
    numbers = [new_number(DAY) for _ in range(3000)]
    assert len(set(numbers)) == len(numbers)
    assert {char for number in numbers for char in number.split("-")[1]} == set(ALPHABET)


@pytest.mark.parametrize("place", [*DAY_PLACES, *OTHER_PLACES])
def test_one_wrong_character_is_always_noticed(place):
    for _ in range(50):
        plain = new_number(DAY).replace("-", "")
        for char in "0123456789" if place in DAY_PLACES else ALPHABET:
            if char != plain[place]:
                assert tidy_number(plain[:place] + char + plain[place + 1 :]) is None


@pytest.mark.parametrize("place", [*DAY_PLACES[:-1], *OTHER_PLACES[:-1]])
def test_two_neighbours_that_changed_places_are_always_noticed(place):
    for _ in range(50):
        plain = new_number(DAY).replace("-", "")
        swapped = plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :]
        assert swapped == plain or tidy_number(swapped) is None


@pytest.mark.parametrize("text", ["", "XH", "XH20261123-7K3M9PQR2T", "XH2026112X-7K3M9PQR2T-W"])
def test_what_cannot_be_a_number_is_none(text):
    assert tidy_number(text) is None


def test_a_number_of_another_kind_is_none():
    assert Numbers("XF").tidy(new_number(DAY)) is None


def test_numbers_of_a_block_are_numbers_as_any_other():
    numbers = NUMBERS.many(DAY, 300)
    assert len(set(numbers)) == 300
    assert [tidy_number(one) for one in numbers] == numbers
    assert NUMBERS.many(DAY, 0) == []


def test_numbers_handed_out_before_stay_what_they_are():
    assert tidy_number("xh20261123 bmdevu7aas 2") == "XH20261123-BMDEVU7AAS-2"
