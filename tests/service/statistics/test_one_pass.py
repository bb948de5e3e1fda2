"""One statement counts both periods, is made once, and looks at nothing twice."""

from collections import Counter
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import Date, column, event, func, select, values

from service import clock
from service.database import db
from service.statistics.beside import Beside
from service.statistics.one_pass import Spans, in_one_pass
from service.statistics.period import Period, period
from service.statistics.registry import report

DAYS = [date(2023, 1, 1) + timedelta(n) for n in range(0, 1400, 3)]
ASKED = [
    Period(date(2025, 11, 27), date(2026, 10, 26)),
    Period(date(2026, 5, 5), date(2026, 5, 9)),
    Period(date(2024, 2, 29), date(2026, 3, 1)),
]
BIG = ("credit_query", "points_entry", "credit_check", "case_event", "case_clock", "member")


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("kind", ["days", "moments", "texts"])
def test_both_periods_are_counted_as_by_hand(app: Flask, asked: Period, kind: str):
    rows = values(column("day", Date), name="given").data([(day,) for day in DAYS])
    seen = {
        "days": lambda spans: spans.days(rows.c.day),
        "moments": lambda spans: spans.moments(
            func.timezone(str(clock.OFFICE_ZONE), rows.c.day + func.make_interval(0, 0, 0, 0, 23))
        ),
        "texts": lambda spans: spans.texts(func.to_char(rows.c.day, "YYYYMMDD"), _spelt),
    }[kind]

    @in_one_pass
    def counted(spans: Spans):
        span = seen(spans)
        return select(span.stretch, func.count()).where(span.within).group_by(span.stretch)

    now, before = counted(Beside(asked))
    for found, one in ((now, asked), (before, asked.a_year_before)):
        by_hand = Counter(f"{day:%Y-%m}" for day in DAYS if one.first <= day <= one.last)
        months = Counter()
        for month, count in found:
            months[month] += count
        assert months == by_hand


def _spelt(day: date) -> str:
    return f"{day:%Y%m%d}"


def test_a_statement_is_made_once_for_years_that_adjoin_and_once_for_others(app: Flask):
    made = []

    @in_one_pass
    def counted(spans: Spans):
        made.append(spans.adjoining)
        span = spans.days(func.current_date(type_=Date))
        return select(span.stretch, func.count()).where(span.within).group_by(span.stretch)

    for asked in (*ASKED, *ASKED, period(None, None, clock.today())):
        counted(Beside(asked))
    assert sorted(made) == [False, True]


def test_no_table_of_a_year_is_read_twice(built_app: Flask):
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        sent.append(statement)

    with built_app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
        try:
            found = report(period(None, None, clock.today()))
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
    assert len(found.chapters) == 6
    of = {table: [one for one in sent if f" {table} " in f"{one} "] for table in BIG}
    # Members are read for who joined and who took part, the ledger for awards and the latter.
    assert {table: len(some) for table, some in of.items()} == {
        **dict.fromkeys(BIG, 1), "points_entry": 2, "member": 2,
    }  # fmt: skip
    assert len(sent) <= 12, sent
