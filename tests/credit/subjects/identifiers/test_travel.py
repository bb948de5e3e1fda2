import pytest

from credit.subjects.identifiers import IdType, parse
from credit.subjects.identifiers.limits import PASSPORT_CHARS_MAX, PASSPORT_CHARS_MIN
from tests.credit.subjects.identifiers.vectors import TODAY, reason

HM, TW, PASSPORT = IdType.HM_TRAVEL_PERMIT, IdType.TW_TRAVEL_PERMIT, IdType.PASSPORT


def test_renewing_a_hong_kong_or_macao_permit_keeps_the_number() -> None:
    first, second = (parse(HM, text, today=TODAY) for text in ("h1234567800", "H1234567801"))
    assert first.number == second.number == "H12345678"
    assert (first.given, second.given) == ("H1234567800", "H1234567801")
    assert parse(HM, "M12345678", today=TODAY).given is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12345678", "12345678"),
        ("0012345601", "0012345601"),
        ("0012345601（B）", "0012345601B"),
    ],
)
def test_taiwan_permits_old_and_new_are_read(text: str, number: str) -> None:
    assert parse(TW, text, today=TODAY).number == number


@pytest.mark.parametrize("text", ["E12345678", "EA1234567", "G12345678", "c01x 0006h", "123456789"])
def test_passports_of_any_state_are_read(text: str) -> None:
    assert parse(PASSPORT, text, today=TODAY).number == text.upper().replace(" ", "")


@pytest.mark.parametrize(
    ("id_type", "text", "code"),
    [
        (HM, "12345678", "wrong_layout"),
        (HM, "H1234567", "wrong_layout"),
        (HM, "H123456789", "wrong_layout"),
        (HM, "K12345678", "wrong_layout"),
        (TW, "1234567", "wrong_layout"),
        (TW, "123456789", "wrong_layout"),
        (TW, "1234567A", "wrong_layout"),
        (TW, "١٢٣٤٥٦٧٨", "wrong_layout"),
        (PASSPORT, "E1234567号", "wrong_character"),
        (PASSPORT, "PASSPORT", "wrong_layout"),
        (PASSPORT, "", "missing"),
    ],
)
def test_each_mistake_has_its_own_reason(id_type: IdType, text: str, code: str) -> None:
    assert reason(id_type, text) == code


def test_passport_lengths_are_bounded_on_both_sides() -> None:
    for length in (PASSPORT_CHARS_MIN, PASSPORT_CHARS_MAX):
        assert parse(PASSPORT, "E" + "1" * (length - 1), today=TODAY).number
    for length in (PASSPORT_CHARS_MIN - 1, PASSPORT_CHARS_MAX + 1):
        assert reason(PASSPORT, "E" + "1" * (length - 1)) == "wrong_length"
