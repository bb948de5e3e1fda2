"""A year of the demonstration, made small: its report shows exactly what was asked for."""

import json

import pytest

from credit.demo import volume
from scoring.demo import neighbourhoods, village

SIZES = {
    "REVIEWS": 140, "QUERIES": 900, "REPAIRED": 20, "ORGANISATIONS": 420, "PEOPLE": 300,
    "PENALTIES": 60, "ENTRIES": 6,
}  # fmt: skip


@pytest.fixture
def small_year(monkeypatch):
    for name, size in SIZES.items():
        monkeypatch.setattr(volume, name, size)
    monkeypatch.setattr(neighbourhoods, "IN_A_DISTRICT", 1)
    monkeypatch.setattr(neighbourhoods, "MEMBERS", 8)
    monkeypatch.setattr(neighbourhoods, "WEEKS", 3)
    monkeypatch.setattr(village, "LARGE", village.Layout(1, 1, 2, 2))


def run(app, *command):
    answer = app.test_cli_runner().invoke(args=list(command))
    assert answer.exit_code == 0, answer.output
    return answer


def test_the_report_of_the_year_shows_exactly_its_size_and_loading_again_adds_nothing(
    app, small_year, api
):
    first = json.loads(run(app, "demo", "load", "--scale", "district", "--json").stdout)
    assert first["reviews of the year"] == SIZES["REVIEWS"]
    asked = "/statistics"  # the twelve months up to today
    answer = api("auditor").get(asked).json
    totals = answer["totals"]
    assert totals["reviews"] == SIZES["REVIEWS"]
    assert totals["queries"] == SIZES["QUERIES"]
    assert totals["repaired_records"] == SIZES["REPAIRED"]
    assert totals["queries_denied"] > 0
    assert totals["points_entries"] > 0
    chapters = {one["code"]: one for one in answer["chapters"]}
    assert float(chapters["repairs"]["rates"][0]["percent"]) > 90
    for chapter in chapters.values():
        for figure in chapter["figures"]:
            assert sum(month["value"] for month in figure["months"]) == figure["value"]
            for part in figure["breakdowns"]:
                assert sum(one["value"] for one in part["slices"]) == figure["value"], figure

    run(app, "demo", "load", "--scale", "district", "--json")
    assert api("auditor").get(asked).json["totals"] == totals
    run(app, "audit", "seal")
    run(app, "audit", "verify")
    run(app, "scoring", "verify")
