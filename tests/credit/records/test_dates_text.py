from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit.records.dates_text import LONG_TERM, parse_date, parse_end_date
from credit.records.faults import Fault

DAY = date(2026, 3, 25)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-25",
        "2026-3-25",
        "2026/3/25",
        "2026.03.25",
        "20260325",
        "20260325113100",
        "2026年3月25日",
        "2026年03月25日",
        " 2026年 3月 25日 ",
        "２０２６年３月２５日",
        "二〇二六年三月二十五日",
        "二零二六年三月二十五日",
        "二○二六年三月廿五日",
        "二O二六年三月二十五日",
        "2026—03—25",
        "2026-03-25 11:31:00",
        "2026/3/25 9:05",
        "2026-03-25T11:31:00",
        "2026-03-25T11:31:00+08:00",
        "2026-03-24T20:00:00Z",
    ],
)
def test_a_date_is_read_from_every_spelling(text):
    assert parse_date(text) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "2026/3/2 0:00",
        "2026/3/2 00:00",
        "2026-3-2 12:30",
        "2026.3.2  08:00:00",
        "２０２６/３/２　１０：３０",
        "2026/3/2 10时30分",
        "2026年3月2日10:30",
        "2026-3-2T12:30",
    ],
)
def test_the_hour_is_no_part_of_the_day(text):
    assert parse_date(text) == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-02-30", "date-impossible"),
        ("2025年2月29日", "date-impossible"),
        ("二〇二六年十三月一日", "date-impossible"),
        ("1899-12-31", "date-out-of-range"),
        ("2100-01-01", "date-out-of-range"),
        ("2100-01-01T12:00:00+08:00", "date-out-of-range"),
        ("2026年3月", "date-incomplete"),
        ("2026", "date-incomplete"),
        ("46106", "date-serial"),
        ("25/3/2026", "date-unreadable"),
        ("2026-3-212:30", "date-unreadable"),
        ("26-3-25", "date-unreadable"),
        ("昨天", "date-unreadable"),
        ("", "date-unreadable"),
    ],
)
def test_what_is_no_certain_day_is_a_fault(text, code):
    found = parse_date(text)
    assert isinstance(found, Fault)
    assert found.code == code


def test_a_serial_number_is_refused_with_the_day_it_may_mean():
    found = parse_date("46106")
    assert isinstance(found, Fault)
    assert "2026-03-25" in str(found.remedy)


@pytest.mark.parametrize(
    "text",
    [
        "2099-12-31", " 9999-12-31", "９９９９-12-31", "长期", "2099/12/31",
        "2100-01-01", "2116-05-31", "2116年5月31日", "二一一六年五月三十一日", "3000/1/1 0:00",
        "2116-05-31T23:59:59+08:00",
    ],
)  # fmt: skip
def test_no_end_is_written_in_several_ways(text):
    assert parse_end_date(text) == LONG_TERM


@pytest.mark.parametrize(
    ("text", "code"),
    [("2116-02-30", "date-impossible"), ("1899-12-31", "date-out-of-range")],
)
def test_an_end_far_off_must_be_a_day_all_the_same(text, code):
    found = parse_end_date(text)
    assert isinstance(found, Fault)
    assert found.code == code


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_day_survives_its_spellings(day):
    for pattern in ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y年%m月%d日", "%Y-%m-%d %H:%M:%S"):
        assert parse_date(day.strftime(pattern)) == day


@given(st.text(max_size=30))
def test_any_text_gives_an_answer(text):
    assert isinstance(parse_date(text), date | Fault)
    assert isinstance(parse_end_date(text), date | Fault)
