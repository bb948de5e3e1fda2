"""A calendar file in any of its forms, and everything that may be wrong with one."""

import json
import tempfile
from collections.abc import Iterator
from copy import deepcopy
from itertools import pairwise
from typing import Any

import pytest
from flask import Flask

from service.tabular import write_xlsx
from tests.workflows.workdays.files import (
    NOTICE_2027,
    SHARED_2026,
    holidays_2027,
    notice_2027,
)
from workflows.workdays import limits
from workflows.workdays.editions import shipped
from workflows.workdays.notice import Notice
from workflows.workdays.problems import InvalidCalendar
from workflows.workdays.reading import read_file, read_notice

NOVEMBER = {"from": "2026-11-30", "to": "2026-11-30"}
HEADER = "日期,安排,名称,来源"


@pytest.fixture(autouse=True)
def within(built_app: Flask) -> Iterator[None]:
    """Within the application, whose own folder a table is unpacked in."""
    with built_app.app_context():
        yield


def faults(content: bytes, filename: str = "2027.yaml", source: str = "") -> dict[str, str]:
    """Places of the faults with their codes."""
    with pytest.raises(InvalidCalendar) as caught:
        read_notice(content, filename, source)
    assert all(str(error.message) for error in caught.value.errors)
    return {error.field: error.code for error in caught.value.errors}


def as_csv(notice: Notice, header: str = HEADER) -> str:
    lines = [
        f"{one.day},{'上班' if one.is_work else '放假'},{one.name},{notice.source}"
        for one in notice.days
    ]
    return "\n".join([header, *lines])


def as_json(**changes: Any) -> bytes:
    return json.dumps(json.loads(SHARED_2026) | changes, ensure_ascii=False).encode()


def a_notice() -> Notice:
    return read_notice(notice_2027(), "2027.yaml")


def test_the_form_of_holiday_cn_says_what_our_own_says():
    theirs = read_notice(SHARED_2026, "2026.json")
    assert theirs.digest == shipped()[2026].digest
    assert theirs.source.startswith("https://www.gov.cn/")
    assert (len(theirs.days), sum(one.is_work for one in theirs.days)) == (39, 6)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_says_the_same_in_any_encoding(encoding):
    notice = a_notice()
    again = read_notice(as_csv(notice).encode(encoding), "放假.csv")
    assert again.digest == notice.digest
    assert again.source == notice.source


def test_a_table_is_not_put_where_others_of_the_machine_put_their_files(monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    assert read_notice(as_csv(a_notice()).encode(), "放假.csv").digest == a_notice().digest


def test_a_workbook_says_the_same(tmp_path):
    notice = a_notice()
    rows = [line.split(",") for line in as_csv(notice).splitlines()]
    path = tmp_path / "2027.xlsx"
    write_xlsx(path, rows[0], rows[1:])
    assert read_file(path).digest == notice.digest


def test_the_kind_of_a_file_without_a_telling_name_is_seen_by_its_content():
    assert read_notice(SHARED_2026, "upload").year == 2026
    assert read_notice(notice_2027(), "upload").year == 2027


def test_the_source_can_be_given_beside_the_file():
    assert read_notice(notice_2027(source=None), "a.yaml", " 通知 ").source == "通知"
    header = HEADER.removesuffix(",来源")
    text = "\n".join(line.rpartition(",")[0] for line in as_csv(a_notice()).splitlines()[1:])
    assert read_notice(f"{header}\n{text}".encode(), "a.csv", "通知").source == "通知"


def test_a_notice_of_the_year_may_name_december_before():
    odd = holidays_2027(0, **{"from": "2026-12-31", "work": ["2026-12-27"]})
    days = read_notice(notice_2027(holidays=odd), "a.yaml").days
    assert str(days[0].day) == "2026-12-31"


@pytest.mark.parametrize(
    ("content", "filename", "code"),
    [
        (b"{", "2027.json", "not-json"),
        (b"\xff\xfe", "2027.json", "not-utf8"),
        (b"[1, 2]", "2027.json", "wrong-form"),
        (b'{"year": 2027}', "2027.json", "wrong-form"),
        (b'{"days": ' + b"[" * 100_000, "2027.json", "not-json"),
        (b"a: [", "2027.yaml", "not-yaml"),
        (b"a: 2027-02-30", "2027.yaml", "not-yaml"),
        (b"\xff", "2027.yaml", "not-utf8"),
        (b"- 1", "2027.yaml", "wrong-form"),
        (b"", "2027.yaml", "wrong-form"),
        (b"<html>", "2027.yaml", "wrong-form"),
        (b"", "2027.csv", "empty-file"),
        (HEADER.encode(), "2027.csv", "no-days"),
    ],
)
def test_what_is_no_calendar_file_is_refused_as_a_whole(content, filename, code):
    assert faults(content, filename) == {"file": code}


def test_the_place_of_a_slip_in_json_is_told():
    with pytest.raises(InvalidCalendar) as caught:
        read_notice(b'{\n "year": 2027,\n oops', "2027.json")
    assert "第3行" in str(caught.value.errors[0].message)


def test_a_year_whose_notice_is_not_out_is_refused():
    assert faults(as_json(year=2027, days=[]), "2027.json") == {"days": "no-days"}


def test_a_file_without_its_notice_is_refused():
    assert faults(as_json(papers=[]), "2026.json") == {"source": "no-source"}
    assert faults(notice_2027(source="长" * (limits.SOURCE_CHARS_MAX + 1)))["source"] == "too-long"


def test_the_days_of_another_year_are_refused():
    found = faults(as_json(year=2027), "2027.json")
    assert set(found.values()) == {"wrong-year", "statutory-day-missing"}
    assert found["days[0].date"] == "wrong-year"


@pytest.mark.parametrize("year", [1999, 2061, 10**9])
def test_a_year_out_of_reach_is_refused(year):
    assert faults(notice_2027(year=year)) == {"year": "year-out-of-reach"}


@pytest.mark.parametrize("year", ["二〇二七", None, True, 2027.5])
def test_a_year_that_is_no_year_is_refused(year):
    assert faults(notice_2027(year=year)) == {"year": "bad-year"}


@pytest.mark.parametrize(
    ("holidays", "place", "code"),
    [
        (holidays_2027(1, work=["2027-02-07"]), "holidays[1].work[0]", "contradiction"),
        (holidays_2027(1, work=["2027-01-30"] * 2), "holidays[1].work[1]", "contradiction"),
        (holidays_2027(1, work=["2027-02-22"]), "holidays[1].work[0]", "not-a-weekend"),
        (holidays_2027(1, work=["2028-02-19"]), "holidays[1].work[0]", "wrong-year"),
        (holidays_2027(1, work=["soon"]), "holidays[1].work[0]", "bad-date"),
        (holidays_2027(1, work=[None]), "holidays[1].work[0]", "bad-date"),
        (holidays_2027(1, to="2027-02-04"), "holidays[1].to", "bad-range"),
        (holidays_2027(1, to="2028-02-04"), "holidays[1].to", "bad-range"),
        (holidays_2027(1, to=7), "holidays[1].to", "bad-date"),
        (holidays_2027(1, name=""), "holidays[1].from", "bad-name"),
        (holidays_2027(1, name="节" * (limits.NAME_CHARS_MAX + 1)), "holidays[1].from", "bad-name"),
        (holidays_2027(0, **{"from": "2026-11-30"}), "holidays[0].to", "bad-range"),
        (holidays_2027(0, **NOVEMBER), "holidays[0].from", "wrong-year"),
        (holidays_2027(1, to="2027-02-07"), "days", "statutory-day-missing"),
        (deepcopy(NOTICE_2027["holidays"][:-1]), "days", "statutory-day-missing"),
        (["春节"], "holidays[0].from", "bad-date"),
    ],
)  # fmt: skip
def test_a_notice_that_contradicts_itself_or_the_law_is_refused(holidays, place, code):
    assert faults(notice_2027(holidays=holidays))[place] == code


def test_an_unknown_kind_of_evidence_is_refused():
    assert faults(notice_2027(evidence="rumour")) == {"evidence": "bad-evidence"}


@pytest.mark.parametrize(
    ("line", "place", "code"),
    [
        ("2027-02-31,放假,春节,甲", "date", "bad-date"),
        ("明天,放假,春节,甲", "date", "bad-date"),
        ("2027-02-20,也许,春节,甲", "kind", "bad-kind"),
        ("2027-02-21,上班,春节,乙", "source", "two-sources"),
        ("2027-02-06,上班,春节,", "date", "contradiction"),
    ],
)
def test_a_faulty_row_of_a_table_is_told(line, place, code):
    text = f"{as_csv(a_notice())}\n{line}"
    with pytest.raises(InvalidCalendar) as caught:
        read_notice(text.encode(), "a.csv")
    error = next(one for one in caught.value.errors if one.code == code)
    assert error.field == place
    assert code == "two-sources" or error.row == len(text.splitlines())


def test_a_table_without_its_columns_is_refused():
    assert faults("日期,名称\n2027-01-01,元旦".encode(), "a.csv") == {"kind": "missing-column"}


def test_a_file_may_be_as_large_as_the_limit_and_no_larger(monkeypatch):
    content = notice_2027()
    monkeypatch.setattr(limits, "FILE_BYTES_MAX", len(content))
    assert read_notice(content, "a.yaml").year == 2027
    assert faults(content + b"\n") == {"file": "too-large"}


@pytest.mark.parametrize(("allowed", "whole"), [(31, True), (30, False)])
def test_a_year_has_at_most_so_many_odd_days(monkeypatch, allowed, whole):
    monkeypatch.setattr("workflows.workdays.notice.DAYS_MAX", allowed)
    if whole:
        assert len(a_notice().days) == allowed
    else:
        assert faults(notice_2027()) == {"days": "too-many-days"}


def test_a_file_that_swells_by_its_aliases_is_refused_quickly():
    bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
    names = "abcdefghij"
    for before, name in pairwise(names):
        bomb += f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n"
    bomb += "year: 2027\nsource: *j\nholidays: [{name: *j, from: *j, to: *j, work: *j}]\n"
    assert list(faults(bomb.encode()).values()) == ["not-yaml"]


def test_no_more_faults_are_told_than_a_person_can_use():
    holidays = [{"name": f"x{n}"} for n in range(500)]
    with pytest.raises(InvalidCalendar) as caught:
        read_notice(notice_2027(holidays=holidays), "a.yaml")
    assert len(caught.value.errors) == limits.FAULTS_MAX


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InvalidCalendar):
        read_file(tmp_path / "none.yaml")
