"""Until when an entry may be objected to."""

from dataclasses import replace
from datetime import date

import pytest
import yaml

from scoring.objections import period
from scoring.objections.period import TABLE, NoPeriod, last_day


def test_thirty_days_after_the_day_of_the_entry():
    assert last_day(date(2026, 1, 1)) == date(2026, 1, 31)
    assert last_day(date(2026, 11, 27)) == date(2026, 12, 27)
    with pytest.raises(NoPeriod, match="no period for objections on 2025-12-31"):
        last_day(date(2025, 12, 31))


def test_every_row_of_the_table_says_where_it_is_from():
    for row in yaml.safe_load(TABLE.read_text(encoding="utf-8"))["period"]:
        assert row["source"]
        assert row["evidence"] in {"O", "F", "M", "P"}


def test_the_row_of_the_day_of_the_entry_decides(monkeypatch):
    (row,) = period._rows()
    old = replace(row, days=10, valid_to=date(2027, 1, 1))
    new = replace(row, days=5, valid_from=date(2027, 1, 1))
    monkeypatch.setattr(period, "_rows", lambda: (old, new))
    assert last_day(date(2026, 12, 31)) == date(2027, 1, 10)
    assert last_day(date(2027, 1, 1)) == date(2027, 1, 6)
