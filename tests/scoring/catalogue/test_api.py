"""Anybody reads the catalogue of a day and what is announced for later."""

from datetime import timedelta

from scoring.catalogue.files import DEMONSTRATION, read_file
from scoring.catalogue.service import adopt
from service import clock
from service.database import db
from tests.factories.points import SMALL_CATALOGUE, a_community
from tests.scoring.catalogue.test_parse import WENDENG

CODE = "TEST-SCOPE"


def test_anybody_reads_the_catalogue_of_a_day(app, client):
    a_community(CODE, catalogue=False)
    db.session.commit()
    adopt(CODE, read_file(DEMONSTRATION))
    told = client.get(f"/api/v1/communities/{CODE}/catalogue?on=2026-03-01").json
    assert (told["code"], told["version"], told["demonstration"]) == ("CY1-DEMO", 1, True)
    assert [one["name"] for one in told["dimensions"]] == ["善", "真", "美"]
    assert told["stars"][0] == {"stars": 5, "points": 300}
    volunteer = told["items"][0]
    assert (volunteer["points_from"], volunteer["points_to"], volunteer["unit"]) == (5, 5, "hours")
    assert volunteer["caps"] == {"day": None, "month": 40, "quarter": None, "year": None}
    assert volunteer["in_words"] == "每小时 +5分"
    assert volunteer["caps_in_words"] == "每月最多40分"
    assert told["announced"] == []


def test_what_is_announced_is_told_with_its_changes(app, client):
    a_community(CODE, catalogue=False)
    db.session.commit()
    adopt(CODE, SMALL_CATALOGUE)
    items = [SMALL_CATALOGUE["items"][0] | {"points": 6}, *SMALL_CATALOGUE["items"][1:]]
    start = (clock.today() + timedelta(days=7)).isoformat()
    adopt(CODE, SMALL_CATALOGUE | {"items": items, "valid_from": start})
    told = client.get(
        f"/api/v1/communities/{CODE}/catalogue", headers={"Accept-Language": "en"}
    ).json
    (ahead,) = told["announced"]
    assert (told["version"], ahead["version"], ahead["valid_from"]) == (1, 2, start)
    (change,) = ahead["changes"]
    assert (change["turn"], change["item"], change["name"]) == (
        "altered",
        "volunteer",
        "Volunteering",
    )
    assert change["alterations"][0]["after"] == "+6 per hour"


def test_tiers_choices_and_units_are_told(app, client):
    a_community(CODE, catalogue=False)
    db.session.commit()
    adopt(CODE, read_file(WENDENG))
    told = client.get(f"/api/v1/communities/{CODE}/catalogue").json
    items = {one["code"]: one for one in told["items"]}
    assert items["hours"]["tiers"][0] == {"at": "10", "points": 2}
    assert items["dispute"]["choices"] == [1, 3, 5]
    assert items["own-item"]["unit_name"] == "项"
    assert items["donation"]["per"] == "100"


def test_days_and_communities_without_a_catalogue_are_told(app, client):
    a_community(CODE, catalogue=False)
    db.session.commit()
    assert client.get("/api/v1/communities/NONE/catalogue").status_code == 404
    answer = client.get(f"/api/v1/communities/{CODE}/catalogue")
    assert (answer.status_code, answer.json["code"]) == (422, "no-catalogue-covers")
    assert client.get(f"/api/v1/communities/{CODE}/catalogue?on=soon").status_code == 422
