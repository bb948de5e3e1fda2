"""Pages and API of boards: open to everybody, public names only, faults told in the form."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from scoring.boards.limits import TREND_PERIODS
from service import clock
from service.database import db
from tests.factories.points import a_community, a_member
from tests.scoring.boards.ledger import post
from tests.scoring.boards.street import a_street

BOARD = "/points/TEST-SCOPE/board"


@pytest.fixture
def street(app):
    return a_street(clock.today())


def test_the_page_shows_public_names_and_no_doors(street, client):
    page = client.get(BOARD).get_data(as_text=True)
    assert page.count('class="rung') >= 10
    assert "成员0" not in page
    assert not re.search(r"单元-\d{3}", page)
    for level in ("household", "unit", "building", "grid"):
        asked = {"level": level, "period": str(clock.today().year)}
        assert client.get(BOARD, query_string=asked).status_code == 200


def test_the_first_days_of_a_week_month_and_year_have_a_board(street, client):
    for back in (0, 7, 40, 200):
        day = clock.today() - timedelta(days=back)
        year, week, _ = day.isocalendar()
        for period in (f"{year}-W{week:02d}", f"{day:%Y-%m}", f"{day.year}"):
            asked = {"period": period, "as_of": day.isoformat(), "dimension": "mei"}
            assert client.get(BOARD, query_string=asked).status_code == 200, asked


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"period": "soon"}, "时段写作"),
        ({"as_of": "2099-01-01"}, "不能晚于今天"),
        ({"as_of": "2020-01-01", "period": "2026"}, "早于所选时段"),
        ({"dimension": "luck"}, "没有这个维度"),
        ({"level": "street"}, ""),
        ({"period": "2090"}, "还没有开始"),
    ],
)
def test_a_fault_is_told_and_the_plain_board_still_shown(street, client, asked, told):
    answer = client.get(BOARD, query_string=asked)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "error-summary" in page
    assert told in page
    assert 'class="rung' in page
    assert client.get(f"{BOARD}.xlsx", query_string=asked).status_code == 422


def test_no_day_is_so_early_that_there_is_no_period_before_it(street, client):
    places = [BOARD, f"{BOARD}.xlsx", "/points/TEST-SCOPE/lobby"]
    places += [
        "/points/TEST-SCOPE/score/community/TEST-SCOPE",
        "/api/v1/communities/TEST-SCOPE/board",
    ]
    for address in places:
        for day in ("0001-01-01", "1999-12-31"):
            answer = client.get(address, query_string={"as_of": day})
            assert answer.status_code == 422, (address, day)
            assert "截至日期不能早于2000年" in answer.get_data(as_text=True), (address, day)
        earliest = client.get(address, query_string={"as_of": "2000-01-01"})
        assert earliest.status_code < 500, address


def test_an_empty_and_an_unknown_community(app, client):
    a_community(catalogue=False)
    assert "这里还没有积分" in client.get(BOARD).get_data(as_text=True)
    assert client.get("/points/TEST-SCOPE/lobby").status_code == 200
    assert client.get("/points/TEST-SCOPE/score/community/TEST-SCOPE").status_code == 404
    assert client.get("/points/NOWHERE/board").status_code == 404


def test_the_workbook_holds_what_the_page_shows(street, client):
    answer = client.get(f"{BOARD}.xlsx", query_string={"level": "building"})
    rows = list(load_workbook(BytesIO(answer.data)).active.iter_rows(values_only=True))
    assert rows[0][:3] == ("名次", "地点", "积分")
    assert rows[1][0] == "1"
    assert len(rows[1]) == 8
    people = client.get(f"{BOARD}.xlsx")
    rows = list(load_workbook(BytesIO(people.data)).active.iter_rows(values_only=True))
    assert len([row for row in rows[1:] if row[0]]) == 10


def test_the_page_of_a_score_fills_the_formula_in(street, client):
    page = client.get("/points/TEST-SCOPE/score/building/3幢").get_data(as_text=True)
    assert page.count('class="formula-result"') == 4
    parts = [
        float(value) for value in re.findall(r'formula-result">.*?<strong>([\d.]+)</strong>', page)
    ]
    total = re.search(r'class="ring-text"><strong>([\d.]+)</strong>', page)
    assert round(sum(parts), 1) == float(total[1])
    assert "合并计算" in client.get("/points/TEST-SCOPE/score/building/5幢").get_data(as_text=True)
    assert client.get("/points/TEST-SCOPE/score/building/6幢").status_code == 404
    assert client.get("/points/TEST-SCOPE/score/community/TEST-SCOPE").status_code == 200
    assert client.get("/points/TEST-SCOPE/score/community/ELSEWHERE").status_code == 404
    assert client.get("/points/TEST-SCOPE/score/household/3幢-1单元-101").status_code == 404


def test_the_lobby_leads_from_section_to_section_and_round(street, client):
    address, seen = "/points/TEST-SCOPE/lobby?lang=zh_Hans", []
    for _ in range(6):
        page = client.get(address).get_data(as_text=True)
        seen.append(re.search(r"lobby-main (\w+)", page)[1])
        address = re.search(r'data-next="([^"]+)"', page)[1].replace("&amp;", "&")
    assert seen == ["overview", "people", "places", "time", "story", "overview"]


def test_the_api_answers_the_same_board(street, client, api):
    asked = "?level=building&dimension=shan"
    answer = client.get(f"/api/v1/communities/TEST-SCOPE/board{asked}")
    board = answer.get_json()
    assert answer.status_code == 200
    points = [line["points"] for line in board["lines"]]
    assert points == sorted(points, reverse=True)
    assert set(board["lines"][0]) >= {"place", "name", "score", "households", "joined", "movement"}
    assert board["own"] is None
    assert board["totals"]["households"] == 108
    assert client.get("/api/v1/communities/NOWHERE/board").status_code == 404
    assert client.get("/api/v1/communities/TEST-SCOPE/board?period=x").status_code == 422


def test_a_resident_is_told_the_own_place_and_nobody_else_is(app, account, client):
    community = a_community()
    me = account("resident")
    shy = a_member(community, account_id=me.id, on_boards=False, public_name="不上榜的我")
    post(shy, 8, clock.today())
    for points in (9, 7):
        post(a_member(community), points, clock.today())
    db.session.commit()
    from service.accounts.authenticate import SESSION_KEY
    from service.accounts.service import open_session

    mine = app.test_client()
    with mine.session_transaction() as session:
        session[SESSION_KEY] = open_session(me)
    page = mine.get(BOARD).get_data(as_text=True)
    assert "我：第 2 位，8 分" in page
    for address in (BOARD, "/points/TEST-SCOPE/lobby?screen=people"):
        assert "不上榜的我" not in client.get(address).get_data(as_text=True)
    assert "不上榜的我" not in mine.get("/points/TEST-SCOPE/lobby").get_data(as_text=True)
    assert mine.get("/points/board").location.endswith(BOARD)


def test_everybody_else_chooses_a_community(street, client):
    assert BOARD in client.get("/points/board").get_data(as_text=True)


def test_the_trend_has_a_label_for_each_period(street, client):
    page = client.get(BOARD, query_string={"period": "2026"}).get_data(as_text=True)
    assert page.count('class="line-value"') == TREND_PERIODS
