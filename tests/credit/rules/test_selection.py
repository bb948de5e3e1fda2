from datetime import date

import pytest

from credit.rules.coverage import check_coverage
from credit.rules.evaluate import evaluate
from credit.rules.load import load_text
from credit.rules.problems import InvalidRules, NoTableCovers
from credit.rules.selection import select
from service.problems import FieldError
from tests.credit.rules.build import body, fact, table, text_of

PURPOSE = "school_admission"
YEAR_26 = table(code="T-26", valid_from="2026-01-01", valid_to="2026-12-31")
YEAR_27 = table(code="T-27", valid_from="2027-01-01", valid_to=None)
ELSEWHERE = table(code="T-E", district="330105", valid_to=None)


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2026-01-01", "T-26"),
        ("2026-12-31", "T-26"),
        ("2027-01-01", "T-27"),
        ("2099-01-01", "T-27"),
    ],
)
def test_each_day_has_the_table_in_force(day: str, code: str) -> None:
    found = select([YEAR_27, YEAR_26], PURPOSE, "330106", date.fromisoformat(day))
    assert found.code == code


def test_a_day_before_all_tables_is_refused_with_the_covered_ranges() -> None:
    with pytest.raises(NoTableCovers) as refused:
        select([YEAR_27, YEAR_26], PURPOSE, "330106", date(2025, 12, 31))
    assert refused.value.extra["covered"] == [
        {"code": "T-26", "from": "2026-01-01", "to": "2026-12-31"},
        {"code": "T-27", "from": "2027-01-01", "to": None},
    ]
    assert "T-26：2026-01-01～2026-12-31；T-27：2027-01-01～…" in str(refused.value.detail)


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2027, 1, 1)])
def test_a_table_is_never_stretched_beyond_its_days(day: date) -> None:
    with pytest.raises(NoTableCovers):
        evaluate(YEAR_26, [], day)


def coverage(*tables: object) -> list[str]:
    faults: list[FieldError] = []
    check_coverage(tables, [], faults)  # type: ignore[arg-type]
    return [fault.code for fault in faults]


@pytest.mark.parametrize(
    ("second", "faults"),
    [
        ("2027-01-01", []),
        ("2026-12-31", ["overlap"]),
        ("2026-01-01", ["overlap"]),
        ("2027-01-02", ["gap"]),
    ],
)
def test_tables_follow_one_another_day_by_day(second: str, faults: list[str]) -> None:
    assert coverage(YEAR_26, table(code="T-27", valid_from=second, valid_to=None)) == faults


def test_nothing_can_follow_a_table_without_an_end() -> None:
    assert coverage(YEAR_27, table(code="T-28", valid_from="2028-01-01", valid_to=None)) == [
        "overlap"
    ]


def test_other_purposes_and_districts_do_not_collide() -> None:
    assert coverage(YEAR_26, ELSEWHERE, table(code="T-P", purpose="enterprise_review")) == []


def test_one_file_holds_no_table_twice() -> None:
    with pytest.raises(InvalidRules) as refused:
        load_text(text_of(body(), body()))
    assert [fault.code for fault in refused.value.errors] == ["duplicate-code"]


def test_a_new_version_replaces_its_namesake_and_must_fit_the_rest() -> None:
    shorter = text_of(body(code="T-27", valid_from="2027-01-01", valid_to="2027-12-31"))
    assert load_text(shorter, [YEAR_26, YEAR_27])
    late = text_of(body(code="T-27", valid_from="2027-02-01", valid_to=None))
    with pytest.raises(InvalidRules) as refused:
        load_text(late, [YEAR_26, YEAR_27])
    assert [fault.code for fault in refused.value.errors] == ["gap"]
    assert "2027-01-01至2027-01-31" in str(refused.value.errors[0].message)


def test_gaps_that_were_there_before_do_not_stop_another_purpose() -> None:
    gap = table(code="T-28", valid_from="2028-01-01", valid_to=None)
    assert load_text(text_of(body(district="330110")), [YEAR_26, gap])


def told(fault: FieldError) -> tuple[str, str, str, str]:
    return (fault.field, fault.code, str(fault.message), str(fault.remedy or ""))


def between(later: str, **changes: object) -> list[tuple[str, str, str, str]]:
    faults: list[FieldError] = []
    new = table(code="T-27", valid_from=later, **changes)
    check_coverage([new], [YEAR_26], faults)
    return [told(fault) for fault in faults]


def test_an_overlap_and_a_gap_are_told_with_their_days() -> None:
    assert between("2026-12-31", valid_to=None) == [
        (
            "T-27.valid_from",
            "overlap",
            "T-27自2026-12-31起有效，与T-26（school_admission，330106）的有效期重叠。",
            "把前一张表写上 valid_to，与后一张放在同一个文件里导入。",
        )
    ]
    assert between("2027-01-03", valid_to=None) == [
        (
            "T-27.valid_from",
            "gap",
            "2027-01-01至2027-01-02没有任何表有效（school_admission，330106）。",
            "",
        )
    ]


def test_every_gap_of_a_series_is_told_and_none_twice() -> None:
    faults: list[FieldError] = []
    tables = [
        YEAR_26,
        table(code="T-28", valid_from="2028-01-01", valid_to="2028-12-31"),
        table(code="T-30", valid_from="2030-01-01", valid_to=None),
    ]
    check_coverage(tables, [YEAR_26], faults)
    assert [(fault.field, fault.code) for fault in faults] == [
        ("T-28.valid_from", "gap"),
        ("T-30.valid_from", "gap"),
    ]


def test_a_table_given_twice_is_told_before_anything_else() -> None:
    faults: list[FieldError] = []
    check_coverage([YEAR_26, YEAR_26, YEAR_27], [], faults)
    assert [told(fault) for fault in faults] == [
        ("code", "duplicate-code", "同一用途和地区的表代码重复。", "")
    ]


def test_the_refusal_of_a_day_tells_purpose_district_and_day() -> None:
    with pytest.raises(NoTableCovers) as refused:
        evaluate(YEAR_26, [], date(2027, 1, 1))
    assert refused.value.extra == {
        "purpose": PURPOSE,
        "district": "330106",
        "as_of": "2027-01-01",
        "covered": [{"code": "T-26", "from": "2026-01-01", "to": "2026-12-31"}],
    }
    assert str(refused.value.detail) == (
        "2027-01-01没有适用的规则表（用途school_admission，地区330106）。"
        "现有：T-26：2026-01-01～2026-12-31。"
    )
    with pytest.raises(NoTableCovers) as refused:
        select([], PURPOSE, "330106", date(2027, 1, 1))
    assert str(refused.value.detail) == "用途school_admission在地区330106还没有规则表。"
    with pytest.raises(NoTableCovers):
        evaluate(YEAR_26, [fact()], date(2027, 1, 1))
