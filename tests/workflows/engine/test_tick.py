"""One tick: alarms that go off once, actions of clocks that ran out, the work of other parts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from time import sleep
from typing import ClassVar

import pytest
from sqlalchemy import select, text

from service.database import db, transaction
from tests.workflows.engine.timing import at, the_clock, waiting_case, working_case
from workflows.engine import alarming, chores, clocks, overdue
from workflows.engine.alarming import AlarmKind, Rung
from workflows.engine.chores import on_tick
from workflows.engine.fire import fire_as_system
from workflows.engine.models import CaseAlarm, CaseFile
from workflows.engine.registry import definition
from workflows.engine.tick import TickSummary, tick


class Seen:
    """The alarms the hooks were told of."""

    blocks: ClassVar[list[list[Rung]]] = []

    @classmethod
    def kinds(cls) -> list[str]:
        return [str(one.kind) for block in cls.blocks for one in block]


@pytest.fixture(autouse=True)
def _probe(app, probe, monkeypatch):
    """The probe's definition is registered; hooks only take notes; no chores of others."""
    Seen.blocks = []
    monkeypatch.setattr(alarming, "on_alarm", [lambda _, rung: Seen.blocks.append(list(rung))])
    monkeypatch.setattr(chores, "CHORES", {})


def tick_at(moment: str) -> TickSummary:
    done = tick(at(moment))
    db.session.expire_all()
    return done


def alarms() -> list[tuple[str, str]]:
    rows = select(CaseAlarm).order_by(CaseAlarm.at, CaseAlarm.clock_id)
    return [(row.kind, row.due_on.isoformat()) for row in db.session.scalars(rows)]


# Alarms. A clock of five days from Monday 23 November: amber on Friday, due on Monday the 30th.


@pytest.mark.parametrize(
    ("moment", "kinds", "alarm"),
    [
        ("2026-11-23T10:01", [], "none"),
        ("2026-11-26T23:59", [], "none"),
        ("2026-11-27T00:00", ["amber"], "amber"),
        ("2026-11-29T23:59", ["amber"], "amber"),
        ("2026-11-30T00:00", ["red"], "red"),
        ("2026-11-30T23:59", ["red"], "red"),
        ("2026-12-01T00:00", ["red", "escalation"], "red"),
        ("2027-06-01T00:00", ["red", "escalation"], "red"),
    ],
)
def test_the_alarm_of_the_day(moment, kinds, alarm):
    case = working_case("2026-11-23T10:00")
    tick_at(moment)
    assert Seen.kinds() == kinds
    assert case.alarm == alarm
    assert case.due_on == date(2026, 11, 30)


def test_nothing_goes_off_twice():
    working_case("2026-11-23T10:00")
    for moment in ("2026-11-27T08:00", "2026-11-27T08:01", "2026-11-28T08:00", "2026-11-30T08:00",
                   "2026-12-01T08:00", "2026-12-01T08:01", "2026-12-05T08:00"):  # fmt: skip
        tick_at(moment)
    assert Seen.kinds() == ["amber", "red", "escalation"]
    assert [kind for kind, _ in alarms()] == ["amber", "red", "escalation"]


def test_escalation_waits_for_working_days_not_for_days():
    # Due on Friday 4 December; the weekend does not count, Monday does.
    working_case("2026-11-27T10:00")
    for moment in ("2026-12-05T08:00", "2026-12-06T08:00"):
        assert tick_at(moment).alarms[AlarmKind.escalation] == 0
    assert tick_at("2026-12-07T00:00").alarms[AlarmKind.escalation] == 1


def test_an_alarm_tells_what_it_is_about():
    case = working_case("2026-11-23T10:00")
    tick_at("2026-11-30T08:00")
    clock = the_clock(case)
    assert Seen.blocks == [
        [
            Rung(
                kind=AlarmKind.red,
                clock_id=clock.id,
                clock_kind="work",
                due_on=date(2026, 11, 30),
                case_id=case.id,
                number=case.number,
                case_type="probe",
                definition_version=1,
                owner="authority",
                authority="测试单位",
                subject_code=case.subject_code,
            )
        ]
    ]


def test_a_paused_or_ended_clock_rings_no_alarm():
    waiting, ended = waiting_case("2026-11-23T10:00"), working_case("2026-11-23T10:00")
    with transaction() as session:
        for case, kind in ((waiting, "reply"), (ended, "work")):
            with clocks.held(session, case, at("2026-11-24T10:00")) as live:
                live.end({kind})
                live.refresh(date(2026, 11, 24))
    done = tick_at("2026-12-24T08:00")
    assert (sum(done.alarms.values()), done.running, Seen.blocks) == (0, 0, [])
    assert waiting.alarm == ended.alarm == "none"


def test_a_new_due_day_has_alarms_of_its_own():
    case = working_case("2026-11-23T10:00")
    tick_at("2026-11-30T08:00")
    with transaction() as session, clocks.held(session, case, at("2026-11-30T09:00")) as live:
        live.extend("work", 4, "案情复杂")
    tick_at("2026-11-30T10:00")
    assert case.alarm == "none"
    tick_at("2026-12-04T08:00")
    assert alarms() == [("red", "2026-11-30"), ("red", "2026-12-04")]


def test_a_tick_that_slept_tells_the_worst_alone():
    working_case("2026-11-23T10:00")
    tick_at("2027-03-01T08:00")
    assert Seen.kinds() == ["red", "escalation"]


def test_many_alarms_go_off_by_blocks(monkeypatch):
    monkeypatch.setattr(alarming, "BLOCK_ALARMS", 2)
    for _ in range(5):
        working_case("2026-11-23T10:00")
    done = tick_at("2026-11-27T08:00")
    assert done.alarms[AlarmKind.amber] == 5
    assert [len(block) for block in Seen.blocks] == [2, 2, 1]


def test_an_alarm_whose_messages_cannot_be_asked_for_has_not_gone_off(monkeypatch):
    working_case("2026-11-23T10:00")

    def broken(_session, _rung) -> None:
        raise RuntimeError("no message")

    monkeypatch.setattr(alarming, "on_alarm", [broken])
    with pytest.raises(RuntimeError):
        tick_at("2026-11-27T08:00")
    assert alarms() == []
    monkeypatch.setattr(alarming, "on_alarm", [])
    tick_at("2026-11-27T08:01")
    assert alarms() == [("amber", "2026-11-30")]


def test_ticks_at_the_same_moment_set_each_alarm_off_once(app):
    for _ in range(20):
        working_case("2026-11-23T10:00")
    db.session.commit()

    def run(_number: int) -> None:
        with app.app_context():
            tick(at("2026-11-30T08:00"))
            db.session.remove()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(run, range(4)))
    assert Seen.kinds() == ["red"] * 20


def test_a_case_that_moves_at_that_very_moment_keeps_the_days_of_its_move(app):
    case = working_case("2026-11-23T10:00")
    tick_at("2026-11-26T08:00")

    def refresh() -> int:
        with app.app_context(), transaction() as session:
            return alarming.refresh_cases(session, date(2026, 11, 27))

    with ThreadPoolExecutor(1) as pool:
        with transaction() as session, clocks.held(session, case, at("2026-11-27T00:00")) as live:
            session.refresh(case, with_for_update=True)
            live.pause(definition("probe"))
            live.refresh(date(2026, 11, 27))
            live.settle({"version": case.version + 1})
            live.write()
            waiting = pool.submit(refresh)
            wait_for_a_lock()
        assert waiting.result() == 0
    db.session.expire_all()
    assert (case.due_on, case.alarm) == (None, "none")


def wait_for_a_lock() -> None:
    """Until some other connection waits for a row that is locked."""
    waits = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    for _ in range(2_000):
        if db.session.scalar(waits):
            return
        sleep(0.01)
    raise AssertionError("nobody waited for the row")


def test_a_list_left_behind_is_brought_up_to_date():
    case = working_case("2026-11-23T10:00")
    with transaction():
        case.due_on, case.alarm = None, "red"
    assert tick_at("2026-11-24T08:00").refreshed == 1
    assert (case.due_on, case.alarm) == (date(2026, 11, 30), "none")


# What the service does by itself. The applicant's clock has three days: due on Thursday the 26th.


def test_what_runs_out_is_acted_on_the_day_after():
    case = waiting_case("2026-11-23T10:00")
    assert tick_at("2026-11-26T23:59").actions.due == 0
    assert case.state == "waiting"
    acted = tick_at("2026-11-27T00:00").actions
    assert (acted.due, acted.done, acted.not_needed, acted.failed) == (1, 1, 0, 0)
    assert (case.state, case.outcome, case.open) == ("stopped", "lapsed", False)
    assert {one.state for one in clocks.clocks_of(case.id)} == {"dropped"}
    assert tick_at("2026-11-27T00:01").actions.due == 0


def test_a_clock_without_an_action_only_rings():
    working_case("2026-11-23T10:00")
    assert tick_at("2026-12-24T08:00").actions.due == 0


def test_one_bad_case_stops_no_other(monkeypatch):
    first, bad, last = (waiting_case("2026-11-23T10:00") for _ in range(3))
    with transaction():
        bad.case_type = "nobody knows"
    done = tick_at("2026-11-27T08:00")
    acted = done.actions
    assert (acted.due, acted.done, acted.failed) == (3, 2, 1)
    assert done.failures == 1
    assert (first.state, bad.state, last.state) == ("stopped", "waiting", "stopped")
    with transaction():
        bad.case_type = "probe"
    assert tick_at("2026-11-27T08:01").actions.done == 1


def test_an_answer_at_the_last_moment_wins(monkeypatch):
    case = waiting_case("2026-11-23T10:00")
    found = overdue._ran_out(date(2026, 11, 27))
    assert len(found) == 1
    with transaction() as session, clocks.held(session, case, at("2026-11-26T23:59")) as live:
        live.end({"reply"})
    monkeypatch.setattr(overdue, "_ran_out", lambda _today: found)
    acted = tick_at("2026-11-27T00:00").actions
    assert (acted.due, acted.not_needed) == (1, 1)
    assert case.state == "waiting"


def test_a_case_that_has_moved_on_needs_no_action(monkeypatch):
    case = waiting_case("2026-11-23T10:00")
    with transaction():
        case.state = "working"
    acted = tick_at("2026-11-27T00:00").actions
    assert (acted.due, acted.done, acted.not_needed) == (1, 0, 1)
    assert fire_as_system(case.id, "lapse") is None


# Work of other parts.


def test_chores_run_with_the_tick_s_time():
    asked = []

    @on_tick("test.chore")
    def work(now) -> int:
        asked.append(now)
        return 3

    done = tick_at("2026-11-23T10:00")
    assert asked == [at("2026-11-23T10:00")]
    assert done.chores.done == {"test.chore": 3}
    assert work(at("2026-11-23T10:01")) == 3


def test_a_chore_that_fails_stops_neither_deadlines_nor_other_chores():
    case = working_case("2026-11-23T10:00")

    @on_tick("test.bad")
    def fail(_now) -> int:
        with transaction() as session:
            session.get_one(CaseFile, case.id).alarm = "none"
            raise RuntimeError("broken")

    @on_tick("test.good")
    def work(_now) -> int:
        return len(db.session.scalars(select(CaseFile.id)).all())

    done = tick_at("2026-11-30T10:00")
    assert done.chores.done == {"test.good": 1}
    assert done.chores.failed == ("test.bad",)
    assert (done.failures, case.alarm) == (1, "red")


def test_a_chore_has_a_name_of_its_own():
    on_tick("test.chore")(lambda _now: 0)
    with pytest.raises(ValueError, match="registered twice"):
        on_tick("test.chore")(lambda _now: 0)


def test_the_first_tick_brings_the_shipped_notices_in():
    assert tick_at("2026-11-23T10:00").calendar_version == 3
    assert tick_at("2026-11-23T10:01").calendar_version == 3
