"""A dated table answers for a day with the one row that holds on it, or not at all."""

from dataclasses import dataclass
from datetime import date

import pytest

from credit.records.dated import NotCovered, TableInvalid, in_force, load_table, the_one_in_force


@dataclass(frozen=True)
class Row:
    code: str
    valid_from: date
    valid_to: date | None = None


OLD = Row("old", date(2020, 1, 1), date(2026, 4, 1))
NEW = Row("new", date(2026, 4, 1))


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (date(2019, 12, 31), []),
        (date(2020, 1, 1), [OLD]),
        (date(2026, 3, 31), [OLD]),
        (date(2026, 4, 1), [NEW]),
        (date(2099, 1, 1), [NEW]),
    ],
)
def test_a_row_holds_from_its_first_day_until_its_successors(day, holds):
    assert in_force([OLD, NEW], day) == holds
    if holds:
        assert the_one_in_force([OLD, NEW], day, table="t") is holds[0]


def test_a_day_before_all_rows_is_refused_with_what_is_covered():
    with pytest.raises(NotCovered) as refused:
        the_one_in_force([OLD, NEW], date(2019, 12, 31), table="tiers")
    told = str(refused.value.detail)
    assert "tiers" in told
    assert "2019-12-31" in told
    assert told.endswith("2020-01-01 → 2026-04-01 (-)；2026-04-01 →")


def test_a_table_without_rows_covers_nothing():
    with pytest.raises(NotCovered) as refused:
        the_one_in_force([], date(2026, 1, 1), table="tiers")
    assert str(refused.value.detail).endswith("：-")


def test_two_rows_for_one_day_are_a_fault_of_the_table_and_none_is_taken():
    with pytest.raises(TableInvalid) as refused:
        the_one_in_force([NEW, Row("twin", date(2026, 5, 1))], date(2026, 5, 1), table="tiers")
    assert str(refused.value.detail) == "规则表tiers在2026-05-01有2行同时适用"


def test_a_table_is_read_as_utf8_and_once():
    table = load_table("finality")
    assert table["terms"]
    assert load_table("finality") is table
