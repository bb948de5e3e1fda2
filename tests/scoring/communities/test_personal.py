"""No identity number and no day of birth gets in by a name or a telephone number."""

import pytest

from scoring.communities.limits import PHONE_DIGITS_MAX
from scoring.communities.personal import faults_of_person


@pytest.mark.parametrize(
    "phone",
    ["", "13800000000", "0571-88888888-801", "+86 138 0000 0000", "（0571）88888888",
     "1" * PHONE_DIGITS_MAX],
)  # fmt: skip
def test_telephone_numbers_as_people_write_them_are_taken(phone):
    assert faults_of_person(name="林秋月", guardian="林母", phone=phone) == []


@pytest.mark.parametrize(
    "phone",
    ["330106199003074477", "33010619900307447X", "1" * (PHONE_DIGITS_MAX + 1), "-", "见名片"],
)
def test_what_is_no_telephone_number_is_refused_at_its_field(phone):
    assert [one.field for one in faults_of_person(phone=phone)] == ["phone"]


def test_names_with_a_number_in_them_are_refused_at_their_field():
    for number in ("330106199003074477", "19900307", "一九九零零三零七"):
        faults = faults_of_person(name=f"林秋月{number}", guardian=f"{number} 林母")
        assert [one.field for one in faults] == ["name", "guardian"]
        assert all(one.remedy for one in faults)
    assert faults_of_person(name="3-2-501 的王阿姨") == []
