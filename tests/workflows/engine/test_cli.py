"""`cases tick`: a summary whose counts add up, and an exit code that tells the truth."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from service import clock
from service.database import db
from tests.workflows.engine.timing import at, the_clock, waiting_case, working_case
from workflows.engine import chores
from workflows.engine.chores import on_tick
from workflows.engine.reading import events_of


@pytest.fixture
def run(app, probe, monkeypatch):
    monkeypatch.setattr(chores, "CHORES", {})
    runner = app.test_cli_runner()
    return lambda *arguments: runner.invoke(args=["cases", "tick", *arguments])


def test_a_tick_tells_what_it_did(run):
    working_case("2026-11-23T10:00")
    waiting_case("2026-11-23T10:00")
    done = run("--now", "2026-11-27T08:00")
    assert done.exit_code == 0, done.output
    assert "2026-11-27 日历版本 3，运行中的时限 1" in done.output
    assert "提醒 1 = 将到期 1 + 已到期限 0 + 超期督办 0" in done.output
    assert "期满 1 = 已办理 1 + 无需办理 0 + 失败 0" in done.output


def test_the_summary_can_be_had_as_json(run):
    working_case("2026-11-23T10:00")
    waiting_case("2026-11-23T10:00")
    on_tick("test.chore")(lambda _now: 2)
    summary = json.loads(run("--now", "2026-11-27T08:00", "--json").output)
    assert summary == {
        "at": "2026-11-27T08:00:00+08:00",
        "today": "2026-11-27",
        "calendar_version": 3,
        "clocks": {"running": 1, "recomputed": 2, "moved": 0},
        "alarms": {"amber": 1, "red": 0, "escalation": 0},
        "cases_refreshed": 1,
        "actions": {"due": 1, "done": 1, "not_needed": 0, "failed": 0},
        "chores": {"test.chore": 2},
        "failed_chores": [],
    }


def test_what_fails_makes_the_exit_non_zero(run):
    def fail(_now) -> int:
        raise RuntimeError

    on_tick("test.bad")(fail)
    done = run()
    assert done.exit_code == 1
    assert "test.bad 失败" in done.output


@pytest.mark.parametrize(
    ("given", "moment"),
    [
        ("2026-11-27", "2026-11-27T00:00:00+08:00"),
        ("2026-11-27T08:00:00", "2026-11-27T08:00:00+08:00"),
        ("2026-11-27T08:00:00+00:00", "2026-11-27T08:00:00+00:00"),
    ],
)
def test_a_moment_without_a_zone_is_office_time(run, given, moment):
    assert json.loads(run("--now", given, "--json").output)["at"] == moment


@pytest.mark.parametrize("given", ["tomorrow", "2026-02-30", ""])
def test_a_moment_that_is_none_is_refused(run, given):
    done = run("--now", given)
    assert done.exit_code == 2
    assert "Write a date or a time" in done.output


def test_a_moment_to_come_is_refused_in_production(run, app, monkeypatch, time_machine):
    time_machine.move_to(at("2026-11-23T12:00"))
    case = waiting_case("2026-11-23T10:00")
    settings = replace(app.config["SETTINGS"], env="production")
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    refused = run("--now", "2026-11-27T08:00")
    assert refused.exit_code == 1
    assert "one to come ends cases early" in refused.output
    db.session.expire_all()
    assert (case.state, the_clock(case, "reply").state) == ("waiting", "running")
    assert run("--now", "2026-11-23T11:00").exit_code == 0


def test_a_host_whose_clock_is_ahead_goes_by_the_databases(run, app, monkeypatch):
    settings = replace(app.config["SETTINGS"], env="production")
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    today = clock.today().isoformat()
    with clock.standing_at(clock.now() + timedelta(days=400)):
        done = run("--json")
    assert (done.exit_code, json.loads(done.output)["today"]) == (0, today)


def test_elsewhere_all_that_a_tick_to_come_does_is_dated_then(run, time_machine):
    time_machine.move_to(at("2026-11-23T12:00"))
    case = waiting_case("2026-11-23T10:00")
    assert run("--now", "2026-11-27T08:00").exit_code == 0
    ended = the_clock(case, "reply").ended_at
    assert (case.state, case.closed_at, ended) == ("stopped", *[at("2026-11-27T08:00")] * 2)
    assert {one.at for one in events_of(case)} == {at("2026-11-27T08:00")}
