"""A statement explains every entry, adds up, and leaves as a file."""

import csv
import io
from datetime import date

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from scoring.ledger.lines import Line, Statement, Sums
from scoring.ledger.models import Entry, Kind
from scoring.statement.sums import movements, year_of
from service import clock
from service.accounts.models import Account
from service.audit.models import QueryLogEntry
from service.database import db
from tests.scoring.ledger.conftest import SECOND, World


@pytest.fixture
def world(app) -> World:
    return World()


@pytest.fixture
def resident(signed_in, world):
    client = signed_in("resident", name="resident-of-world")
    world.member.account_id = db.session.scalars(
        select(Account.id).filter_by(name="resident-of-world")
    ).one()
    db.session.commit()
    return client


@pytest.fixture
def history(world):
    """Two awards, one of them approved by a second person and reversed, and points spent."""
    world.enter("volunteer", 4)
    found = world.enter("returned", 1, chosen_points=10)
    world.reverse(world.approve(found, by=SECOND), "登错了人")
    world.spend(12)
    return world


def shown(answer) -> str:
    return answer.get_data(as_text=True)


def test_the_page_says_what_which_rule_who_and_why(history, resident):
    page = shown(resident.get("/points/me/statement"))
    for words in (
        "志愿服务",
        "依据《测试积分目录》第1版。",
        "manager-first登记，manager-second审核。",
        "登错了人",
        "兑换用去12分",
        "楼道里大家都看见了",
        "对这笔有异议",
    ):
        assert words in page


def test_sums_add_up(history, resident):
    page = shown(resident.get("/points/me/statement"))
    table = page.split("开始时 ＋ 各类增减 ＝ 结束时（单位：分）</caption>")[1].split("</table>")[0]
    assert "+30" in table
    assert "−10" in table
    assert "−12" in table
    assert "<strong>20</strong>" in table
    assert "<strong>8</strong>" in table


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_file_has_every_entry_and_the_same_sums(history, resident, form):
    answer = resident.get(f"/points/me/statement.{form}")
    assert f".{form}" in answer.headers["Content-Disposition"]
    if form == "csv":
        rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    else:
        sheet = load_workbook(io.BytesIO(answer.get_data())).active
        rows = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    head, before, *entries, after = rows
    assert len(entries) == db.session.query(Entry).count() == 4
    for name in ("荣誉分", "可用积分"):
        at = head.index(name)
        moved = sum(int(row[at].lstrip("'")) for row in entries)
        assert int(before[at]) + moved == int(after[at])
    assert [after[head.index(name)] for name in ("荣誉分", "可用积分")] == ["20", "8"]


def test_a_managers_reading_is_logged_and_kept_to_the_community(history, signed_in):
    address = f"/points/TEST-SCOPE/members/{history.member.number}/statement"
    manager = signed_in("community")
    page = shown(manager.get(address))
    assert "志愿服务" in page
    assert "对这笔有异议" not in page
    logged = db.session.scalars(select(QueryLogEntry)).one()
    assert (logged.purpose, logged.object_ref) == ("community_points", history.member.number)
    assert signed_in("community", community_code="ELSEWHERE").get(address).status_code == 403
    assert signed_in("auditor").get(address).status_code == 200


def test_reading_ones_own_is_not_logged(history, resident):
    resident.get("/points/me/statement")
    assert db.session.query(QueryLogEntry).count() == 0


def test_what_waits_is_told_apart(world, resident):
    world.enter("returned", 1, chosen_points=10)
    page = shown(resident.get("/points/me/statement"))
    assert "尚未入账，不计入合计" in page
    assert "这段时间没有积分记录" in page


@pytest.mark.parametrize("days", ["from=2020-01-01", "from=soon", "from=2026-05-02&to=2026-05-01"])
def test_days_that_cannot_be_asked_for_are_told(world, resident, days):
    answer = resident.get(f"/points/me/statement?{days}")
    assert answer.status_code == 422
    assert "error-summary" in shown(answer)
    assert resident.get(f"/points/me/statement.csv?{days}").status_code == 422


def test_the_first_days_there_are_hold_nothing_and_break_nothing(world, resident):
    page = resident.get("/points/me/statement?from=0001-01-01&to=0001-01-05")
    assert page.status_code == 200
    assert "这段时间没有积分记录" in shown(page)


def test_what_waits_or_was_refused_is_in_the_file_of_all_that_is_held(world, resident):
    world.enter("returned", 1, chosen_points=5)
    world.refuse(world.enter("returned", 1, chosen_points=6), "查无此事")
    held = resident.get("/points/me/data.json").get_json()["points"]
    assert held["entries"] == []
    assert [(one["state"], one["points"], one["reason"]) for one in held["claims"]] == [
        ("pending", 5, None),
        ("refused", 6, "查无此事"),
    ]
    assert all("楼道里大家都看见了" in one["evidence"] for one in held["claims"])


def test_another_year_is_empty(history, resident):
    year = clock.today().year - 1
    page = shown(resident.get(f"/points/me/statement?from={year}-01-01&to={year}-12-31"))
    assert "这段时间没有积分记录" in page


def entry(kind: Kind, day: date, honour: int, spendable: int, dimension: str = "shan") -> Line:
    made = Entry(kind=kind, posted_on=day, honour=honour, spendable=spendable, dimension=dimension)
    return Line(made, None, None, None, None, None)


def test_the_picture_of_the_year_is_made_of_awards_and_reversals():
    told = Statement(
        date(2026, 11, 5),
        date(2027, 1, 3),
        Sums(0, 0),
        Sums(7, 4),
        [
            entry(Kind.award, date(2026, 11, 9), 5, 5),
            entry(Kind.award, date(2027, 1, 1), 5, 5, "old"),
            entry(Kind.reversal, date(2027, 1, 2), -3, -3),
            entry(Kind.redemption, date(2027, 1, 3), 0, -3, ""),
        ],
        [],
        {},
    )
    year = year_of(told, ["shan", "mei"])
    assert [f"{month:%Y-%m}" for month in year.months] == ["2026-11", "2026-12", "2027-01"]
    assert year.dimensions == ("shan", "mei", "old")
    assert [year.total(month) for month in year.months] == [5, 0, 2]
    assert sum(map(year.total, year.months)) == told.after.honour
    assert [(one.kind, one.count, one.honour, one.spendable) for one in movements(told)] == [
        (Kind.award, 2, 10, 10),
        (Kind.reversal, 1, -3, -3),
        (Kind.redemption, 1, 0, -3),
    ]
