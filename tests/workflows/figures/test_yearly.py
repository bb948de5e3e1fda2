"""Repairs in the year in figures: by tier and type, in time or not, and the lists behind."""

from service import clock


def chapter_of(answer):
    return next(one for one in answer["chapters"] if one["code"] == "repairs")


def test_records_repaired_are_counted_by_type_and_tier_and_listed(world, api, signed_in):
    first = world.granted(world.record())
    world.granted(world.record())
    refused = world.verifying(world.record())
    world.do(refused, "authority", "refuse", "整改不到位。")
    today = clock.today()
    answer = api("reviewer").get(f"/statistics?from={today}&to={today}").json
    totals = answer["totals"]
    assert (totals["repair_applications"], totals["repaired_records"]) == (3, 2)
    chapter = chapter_of(answer)
    repaired = chapter["figures"][1]
    parts = {one["code"]: {s["code"]: s for s in one["slices"]} for one in repaired["breakdowns"]}
    assert parts["case_type"]["penalty"]["value"] == 2
    assert sum(one["value"] for one in parts["tier"].values()) == 2
    (rate,) = chapter["rates"]
    assert (rate["met"], rate["of"], rate["percent"]) == (rate["of"], rate["of"], "100.0")

    page = signed_in("clerk").get(parts["case_type"]["penalty"]["page"]).text
    assert (first.number in page, refused.number in page) == (True, False)
    applied = signed_in("clerk").get(chapter["figures"][0]["page"]).text
    assert first.number in applied
    assert refused.number in applied


def test_who_may_not_open_a_list_gets_no_way_to_it(world, api):
    world.granted(world.record())
    chapter = chapter_of(api("admin").get("/statistics").json)
    assert chapter["figures"][1]["value"] == 1
    assert chapter["figures"][1]["page"] is None


def test_a_list_by_days_that_make_no_period_says_so(signed_in):
    page = signed_in("clerk").get("/cases?happened=granted&from=2026-11-02&to=2026-11-01")
    assert page.status_code == 422
    assert "起始日不能晚于截止日" in page.text
