"""The calendar's REST addresses."""

import io

import pytest
import time_machine

from tests.workflows.workdays.files import SHARED_2026, notice_2027

CALENDAR = "/api/v1/calendar"


def upload(client, content: bytes, filename: str, **headers: str):
    return client.post("/calendar", data={"file": (io.BytesIO(content), filename)}, headers=headers)


@time_machine.travel("2026-11-23 10:00:00+08:00", tick=False)
def test_anybody_reads_a_year_day_by_day(client):
    year = client.get(CALENDAR).json
    assert (year["year"], year["version"], year["provisional"]) == (2026, 0, False)
    assert "国办发明电〔2025〕7号" in year["source"]
    assert len(year["days"]) == 365
    # 365 days, 104 of them weekends, 19 working days off and 6 weekends worked.
    assert year["working_days"] == sum(day["is_work"] for day in year["days"]) == 248
    swapped = [day for day in year["days"] if day["kind"] == "swapped"]
    assert swapped[0] == {
        "day": "2026-01-04", "kind": "swapped", "kind_name": "调休上班", "is_work": True,
        "name": "元旦", "provisional": False,
    }  # fmt: skip


def test_a_leap_year_has_its_day(client):
    days = client.get(f"{CALENDAR}?year=2024").json["days"]
    assert len(days) == 366
    assert days[59]["day"] == "2024-02-29"


def test_a_year_without_a_notice_is_provisional(client):
    year = client.get(f"{CALENDAR}?year=2027").json
    assert year["provisional"]
    assert year["edition"] is None
    assert all(day["provisional"] for day in year["days"])


@pytest.mark.parametrize("year", ["2013", "2061", "x", ""])
def test_a_year_out_of_reach_is_refused(client, year):
    answer = client.get(f"{CALENDAR}?year={year}")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == "year"


def test_the_names_come_in_the_reader_s_language(client):
    days = client.get(f"{CALENDAR}?year=2026", headers={"Accept-Language": "en"}).json["days"]
    assert days[0]["name"] == "New Year's Day"


def test_a_term_is_counted_with_its_working(client):
    answer = client.get(f"{CALENDAR}/count?received_on=2026-09-18&days=3").json
    assert answer["due_on"] == "2026-09-22"
    assert [(day["day"][-2:], day["number"]) for day in answer["days"]] == [
        ("19", None), ("20", 1), ("21", 2), ("22", 3),
    ]  # fmt: skip


@pytest.mark.parametrize(("days", "status"), [(1, 200), (400, 200), (0, 422), (401, 422)])
def test_a_term_has_its_limits(client, days, status):
    answer = client.get(f"{CALENDAR}/count?received_on=2026-09-18&days={days}")
    assert answer.status_code == status


@pytest.mark.parametrize("day", ["2060-12-30", "2061-01-01", "9999-12-31", "0001-01-01"])
def test_a_term_out_of_reach_is_refused(client, day):
    answer = client.get(f"{CALENDAR}/count?received_on={day}&days=5")
    assert (answer.status_code, answer.json["code"]) == (422, "calendar-out-of-reach")


def test_an_admin_imports_a_notice(api, client):
    admin = api("admin")
    answer = upload(admin, notice_2027(), "2027.yaml")
    assert answer.status_code == 200, answer.json
    summary = answer.json
    assert (summary["year"], summary["state"]) == (2027, "new")
    assert summary["days"] == summary["off"] + summary["work"] == 31
    assert summary["clocks"] == {"recomputed": 0, "moved": 0, "confirmed": 0, "unchanged": 0}
    assert summary["affected"] == []
    assert not client.get(f"{CALENDAR}?year=2027").json["provisional"]
    assert upload(admin, SHARED_2026, "2026.json").json["state"] == "unchanged"


def test_the_same_key_imports_once_and_answers_the_same(api):
    admin = api("admin")
    first = upload(admin, notice_2027(), "2027.yaml", **{"Idempotency-Key": "k"})
    again = upload(admin, notice_2027(), "2027.yaml", **{"Idempotency-Key": "k"})
    assert again.json == first.json
    assert again.headers["Idempotent-Replayed"] == "true"


def test_a_faulty_file_is_refused_with_every_fault(api):
    answer = upload(api("admin"), b'{"year": 1, "days": [{}]}', "a.json")
    assert (answer.status_code, answer.json["code"]) == (422, "invalid-calendar")
    fields = [error["field"] for error in answer.json["errors"]]
    assert fields == ["days[0].date", "days[0].isOffDay", "year"]


def test_an_import_without_a_file_is_refused(api):
    assert api("admin").post("/calendar", data={}).status_code == 422
