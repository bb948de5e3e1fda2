"""The public pages of the calendar, and the import behind them."""

import io
import re
from datetime import date

import pytest
import time_machine

from tests.workflows.workdays.files import NOTICE_2027, SHARED_2026, notice_2027
from workflows.workdays.service import current_calendar


def upload(client, content: bytes, filename: str = "2027.yaml", **fields: str):
    return client.post("/calendar/import", data={"file": (io.BytesIO(content), filename), **fields})


def test_anybody_may_see_a_year_and_its_notice(client):
    page = client.get("/calendar?year=2026")
    assert page.status_code == 200
    assert page.text.count('<table class="month">') == 12
    assert "国办发明电〔2025〕7号" in page.text
    assert "已按通知" in page.text
    assert "放假通知尚未公布" not in page.text
    assert "导入放假通知" not in page.text


def test_a_year_without_a_notice_is_marked_provisional(client):
    page = client.get("/calendar?year=2027").text
    assert "2027年的放假通知尚未公布" in page
    assert "推算" in page
    assert "春节（补假）" in page


def test_each_kind_of_day_is_told_in_words_and_not_by_colour_alone(client):
    page = client.get("/calendar?year=2026").text
    assert page.count('<span class="mark" aria-hidden="true">班</span>') == 6
    assert page.count('<span class="mark" aria-hidden="true">休</span>') == 33
    assert page.count('<span class="visually-hidden"> 调休上班</span>') == 6


@time_machine.travel("2026-11-23 10:00:00+08:00", tick=False)
def test_today_is_marked(client):
    assert client.get("/calendar").text.count('aria-current="date"') == 1
    assert 'aria-current="date"' not in client.get("/calendar?year=2025").text


@pytest.mark.parametrize("year", ["1900", "9999"])
def test_a_year_out_of_reach_is_not_found(client, year):
    assert client.get(f"/calendar?year={year}").status_code == 404


def test_the_page_speaks_english_too(client):
    page = client.get("/calendar?year=2026&lang=en").text
    assert "Working days of 2026" in page
    assert "Dragon Boat Festival" in page


def test_a_term_is_counted_day_by_day(client):
    page = client.get("/calendar/count?received_on=2026-09-18&days=3").text
    assert "期限为 2026年9月22日星期二。" in page
    assert page.index("2026年9月20日星期日") < page.index("第 1 个工作日")
    assert "第 3 个工作日" in page


def test_a_term_into_a_year_without_a_notice_is_provisional(client):
    assert "（暂定）。" in client.get("/calendar/count?received_on=2026-12-18&days=10").text


@pytest.mark.parametrize(
    "query",
    [
        "",
        "received_on=2026-02-30&days=3",
        "received_on=2026-01-01&days=0",
        "received_on=2026-01-01&days=401",
        "received_on=2060-12-30&days=9",
        "received_on=1990-01-01&days=9",
    ],
)
def test_a_term_that_cannot_be_counted_is_refused_beside_its_field(client, query):
    page = client.get(f"/calendar/count?{query}")
    assert page.status_code == 422
    assert "推算期限" in page.text


def test_an_admin_imports_a_notice_and_the_year_is_official(signed_in):
    admin = signed_in("admin")
    assert "导入放假通知" in admin.get("/calendar").text
    page = upload(admin, notice_2027())
    assert page.status_code == 200
    assert "已导入。" in page.text
    assert not current_calendar().line(date(2027, 3, 1)).provisional
    assert "没有改动" in upload(admin, notice_2027()).text
    shown = admin.get("/calendar?year=2027").text
    assert NOTICE_2027["source"] in shown
    assert "2027年历次导入" in shown


def test_the_form_of_holiday_cn_is_taken_too(signed_in):
    page = upload(signed_in("admin"), SHARED_2026, "2026.json")
    assert "没有改动" in page.text


def test_every_fault_is_shown_by_its_place_and_nothing_is_imported(signed_in):
    page = upload(signed_in("admin"), b'{"year": 2027, "days": [{"date": "x"}]}', "a.json")
    assert page.status_code == 422
    assert "days[0].date" in page.text
    assert "days[0].isOffDay" in page.text
    assert current_calendar().line(date(2027, 3, 1)).provisional


def test_an_import_without_a_file_is_refused(signed_in):
    page = signed_in("admin").post("/calendar/import", data={})
    assert page.status_code == 422
    assert 'id="field-file-error"' in page.text


def test_only_an_admin_may_import(signed_in):
    assert upload(signed_in("clerk"), notice_2027()).status_code == 403


@pytest.mark.parametrize(
    ("day", "year"),
    [
        ("2026-10-31", None),
        ("2026-11-01", 2027),
        ("2026-12-31", 2027),
        ("2027-01-01", 2027),
        ("2027-11-01", 2027),
    ],
)
def test_the_home_page_asks_for_the_notice_until_it_is_there(signed_in, day, year):
    with time_machine.travel(f"{day} 10:00:00+08:00", tick=False):
        shown = signed_in("admin").get("/").text
    found = re.findall(r"(\d{4}) 年的放假安排还没有导入", shown)
    assert found == ([] if year is None else [str(year)])


@time_machine.travel("2027-01-01 10:00:00+08:00", tick=False)
def test_the_home_page_asks_no_more_once_the_notice_is_there(signed_in):
    admin = signed_in("admin")
    upload(admin, notice_2027())
    assert "放假安排还没有导入" not in admin.get("/").text
