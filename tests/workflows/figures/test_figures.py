"""Figures count what happened, and nothing else."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from service import clock
from service.clock import OFFICE_ZONE
from service.problems import InvalidInput
from service.statistics.period import DAYS_MAX, period
from workflows.engine import registry
from workflows.engine.registry import definition
from workflows.figures.figures import _reached, figures
from workflows.repair.service import open_revocation
from workflows.workdays.service import current_calendar


def now():
    today = clock.today()
    return figures(period(None, None, today), today)


def test_an_empty_office_has_no_figures(app):
    found = now()
    assert (found.received, found.granted, found.on_time) == (0, 0, None)
    assert (found.months, found.load, found.steps, found.reasons) == ((), (), (), ())


def test_cases_are_counted_where_they_stand_and_by_how_they_ended(world):
    granted = world.granted(world.record())
    refused = world.verifying(world.record())
    world.do(refused, "authority", "refuse", "整改不到位。")
    waiting = world.open(world.record())
    world.complete_papers(waiting)
    world.do(waiting, "enterprise", "submit")
    withdrawn = world.verifying(world.record())
    world.do(withdrawn, "enterprise", "withdraw")
    world.open(world.record())  # a draft is received by nobody yet

    found = now()
    assert found.received == 4
    (month,) = found.months
    assert (month.granted, month.refused, month.withdrawn) == (1, 1, 1)
    assert {(one.case_type, one.state): one.open for one in found.load} == {
        ("penalty", "submitted"): 1,
        ("penalty", "syncing"): 1,
        ("penalty", "draft"): 1,
    }
    assert [(str(reason), count) for reason, count in found.reasons] == [("整改不到位。", 1)]
    steps = {step.kind: step for step in found.steps}
    assert (steps["acceptance"].met, steps["acceptance"].missed) == (3, 0)
    assert (steps["decision"].met, steps["decision"].days_given) == (2, 7)
    assert steps["overall"].on_time == 1.0
    assert steps["overall"].median_days == 0.0
    assert granted.state == "syncing"


def test_a_repair_that_is_revoked_later_was_granted_and_its_revocation_was_handed_in_by_nobody(
    world,
):
    repair = world.granted(world.record())
    with world.acting("authority"):
        case = open_revocation(repair.number, "凭证存疑")
    world.do(case, "authority", "notify_party", "凭证系伪造", ground="false_materials")
    world.do(case, "enterprise", "state_case", "不认可")
    world.do(case, "head", "revoke_repair", "凭证系伪造")
    (month,) = now().months
    assert (month.received, month.granted, month.refused) == (1, 1, 0)


def test_a_draft_that_is_given_up_was_never_received(world):
    world.do(world.open(world.record()), "enterprise", "discard")
    assert now().months == ()


def test_days_on_which_the_applicant_is_awaited_are_not_the_offices(world, time_machine):
    time_machine.move_to(datetime(2026, 11, 23, 10, tzinfo=OFFICE_ZONE))
    case = world.open(world.record(), world.record(), case_type="bankruptcy")
    world.complete_papers(case)
    world.do(case, "enterprise", "submit", court="法院", ruling="（2026）浙01破1号")
    world.do(case, "clerk", "request_supplement", "未盖章", missing=["盖章"])
    time_machine.move_to(datetime(2026, 12, 1, 10, tzinfo=OFFICE_ZONE))
    world.hand_in(case, "other")
    world.do(case, "enterprise", "resubmit")
    time_machine.move_to(datetime(2026, 12, 2, 10, tzinfo=OFFICE_ZONE))
    world.do(case, "clerk", "forward")
    world.do(case, "authority", "not_accept", "尚无裁定")
    steps = {step.kind: step for step in now().steps}
    assert (steps["overall"].median_days, steps["supplement"].median_days) == (1.0, 6.0)


def test_another_period_holds_nothing(world):
    world.granted(world.record())
    today = clock.today()
    past = figures(period(date(2020, 1, 1), date(2020, 12, 31), today), today)
    assert (past.received, past.steps, past.reasons) == (0, (), ())
    assert len(past.load) == 1  # the load is that of now


def test_the_last_twelve_months_are_the_usual_period():
    asked = period(None, None, date(2026, 11, 27))
    assert (asked.first, asked.last) == (date(2025, 11, 28), date(2026, 11, 27))
    assert (asked.ends - asked.begins).days == (asked.last - asked.first).days + 1


def test_a_period_has_a_beginning_before_its_end_and_a_length():
    today = date(2026, 11, 27)
    period(today - timedelta(days=DAYS_MAX), today, today)
    for first in (today + timedelta(days=1), today - timedelta(days=DAYS_MAX + 1)):
        with pytest.raises(InvalidInput) as caught:
            period(first, today, today)
        assert caught.value.errors[0].field == "from"


def test_the_page_and_the_api_tell_the_same(world, signed_in, api):
    world.granted(world.record())
    answer = api("reviewer").get("/case-figures").json
    assert (answer["received"], answer["granted"], answer["on_time"]) == (1, 1, 1.0)
    assert answer["load"] == [{"case_type": "penalty", "state": "syncing", "open": 1, "overdue": 0}]
    page = signed_in("auditor").get("/cases/figures").text
    assert "各时限的办理情况" in page
    assert "100%" in page or "100.0%" in page


def test_cases_are_named_by_the_version_they_began_with(world, signed_in, monkeypatch):
    world.granted(world.record())
    old = definition("penalty")
    states = {code: one for code, one in old.states.items() if code != "syncing"}
    clocks = {code: one for code, one in old.clocks.items() if code != "overall"}
    newer = replace(old, version=old.version + 1, states=states, clocks=clocks)
    monkeypatch.setitem(registry._DEFINITIONS, (newer.code, newer.version), newer)
    assert definition("penalty") is newer
    page = signed_in("auditor").get("/cases/figures")
    assert page.status_code == 200
    assert "准予修复，同步中" in page.text
    assert "全程办理" in page.text


def test_a_wrong_period_is_named_beside_its_field(signed_in, app):
    answer = signed_in("clerk").get("/cases/figures?from=2026-11-02&to=2026-11-01")
    assert answer.status_code == 422
    assert "起始日不能晚于截止日" in answer.text
    assert signed_in("clerk").get("/cases/figures?from=gestern").status_code == 422


def test_the_api_names_a_wrong_period_too(api):
    answer = api("clerk").get("/case-figures?from=2026-11-02&to=2026-11-01")
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "from")


def test_working_days_are_counted_to_each_day_once_and_lie_between_any_two(app):
    calendar = current_calendar()
    days = [date(2025, 12, 30) + timedelta(step) for step in range(0, 420, 7)]
    reached = _reached(days, calendar)
    assert set(reached) == set(days)
    for one, other in pairwise([*days, *days[::3]]):
        first, last = sorted((one, other))
        assert reached[last] - reached[first] == calendar.between(first, last)
    assert _reached([], calendar) == {}
