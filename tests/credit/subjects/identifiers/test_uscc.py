import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit.subjects.identifiers import Flag, IdType, SubjectKind, parse
from tests.credit.subjects.identifiers.vectors import TODAY, reason, vectors
from tests.factories.identifiers import make_flawed_uscc, make_uscc

USCC = IdType.USCC
REFUSALS = {"wrong_length", "wrong_character"}


@pytest.mark.parametrize(("number", "expected"), vectors("uscc.csv"))
def test_published_vectors_get_our_verdict(number: str, expected: str) -> None:
    if expected in REFUSALS:
        assert reason(USCC, number) == expected
        return
    flags = () if expected == "valid" else tuple(expected.split())
    found = parse(USCC, number, today=TODAY)
    assert (found.number, found.flags) == (number, flags)
    assert found.needs_confirmation is bool(flags)


@pytest.mark.parametrize(
    "number",
    [
        "11230500001755309F",
        "91230500MA1B3N1N2M",
        "91330106MA2CGCA56H",
        "92330106MA2C462H1M",
        "52330106MA2FA05G1L",
        "11330106MA251DF60M",
        "12330106MA2G7G0H6U",
    ],
)
def test_codes_of_every_kind_of_registry_pass_without_a_flag(number: str) -> None:
    assert parse(USCC, number, today=TODAY).flags == ()


@pytest.mark.parametrize(
    ("lead", "kind"),
    [
        ("91", SubjectKind.ORGANISATION),
        ("92", SubjectKind.INDIVIDUAL_BUSINESS),
        ("93", SubjectKind.ORGANISATION),
        ("12", SubjectKind.ORGANISATION),
    ],
)
def test_only_92_is_an_individual_business(lead: str, kind: SubjectKind) -> None:
    assert parse(USCC, make_uscc(5, lead=lead), today=TODAY).subject_kind is kind


@pytest.mark.parametrize("letter", "IOSVZ")
def test_letters_outside_the_alphabet_are_refused(letter: str) -> None:
    assert reason(USCC, letter + make_uscc(1)[1:]) == "wrong_character"


@pytest.mark.parametrize("length", [17, 19])
def test_other_lengths_are_refused(length: int) -> None:
    assert reason(USCC, (make_uscc(1) * 2)[:length]) == "wrong_length"


def test_an_unknown_area_is_only_flagged() -> None:
    assert parse(USCC, make_uscc(1), today=TODAY).flags == ()
    odd = parse(USCC, make_uscc(1, area="990106"), today=TODAY)
    assert odd.flags == (Flag.UNKNOWN_AREA,)
    assert not odd.needs_confirmation
    assert parse(USCC, make_uscc(1, area="100000"), today=TODAY).flags == ()


def test_an_unknown_registering_department_is_only_flagged() -> None:
    found = parse(USCC, make_uscc(1, lead="B1"), today=TODAY)
    assert found.flags == (Flag.UNKNOWN_REGISTRY,)


def test_a_failing_inner_organisation_code_is_flagged() -> None:
    code = "91330106MA2CGCA57"
    flags = parse(USCC, code + "0", today=TODAY).flags
    assert Flag.ORGANISATION_CODE_FAILED in flags


@given(st.integers(0, 31**6 - 1))
def test_a_flawed_code_differs_only_in_its_flag(n: int) -> None:
    assert parse(USCC, make_uscc(n), today=TODAY).flags == ()
    assert parse(USCC, make_flawed_uscc(n), today=TODAY).flags == (Flag.CHECK_DIGIT_FAILED,)


@given(
    st.integers(0, 31**6 - 1),
    st.integers(0, 17),
    st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"),
)
def test_every_single_wrong_character_is_flagged(n: int, place: int, other: str) -> None:
    code = make_uscc(n)
    if code[place] == other:
        return
    changed = code[:place] + other + code[place + 1 :]
    assert parse(USCC, changed, today=TODAY).needs_confirmation
