"""A new calendar reaches every running clock, keeps its history and tells whose day moved."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text

from service import clock
from service.database import db, transaction
from tests.workflows.engine.timing import at, the_clock, waiting_case, working_case
from tests.workflows.workdays.files import NOTICE_2027, holidays_2027, notice_2027
from workflows.engine import clocks, overdue, recompute
from workflows.engine.jobs import tick_cases
from workflows.engine.models import CaseFile, ClockChange
from workflows.engine.registry import definition
from workflows.engine.tick import tick
from workflows.workdays.importing import bring_shipped, import_upload
from workflows.workdays.service import current_calendar

NEW_YEAR = holidays_2027(0, to="2027-01-05")
"""1 to 5 January off: a day more than the computed year has."""


@pytest.fixture(autouse=True)
def _probe(app, probe):
    """The probe's definition is registered; the shipped notices are in."""
    bring_shipped()


@pytest.fixture
def told(monkeypatch) -> list[list[recompute.Moved]]:
    """What the hooks were told, block by block."""
    blocks: list[list[recompute.Moved]] = []
    monkeypatch.setattr(recompute, "on_recomputed", [lambda _, moved: blocks.append(list(moved))])
    return blocks


def on(text_: str) -> date:
    return date.fromisoformat(text_)


def bring_in(holidays=NEW_YEAR):
    return import_upload(notice_2027(holidays=holidays), "2027.yaml").recomputed


def recomputed_history(case: CaseFile) -> list[tuple[date | None, date, int]]:
    rows = (
        select(ClockChange)
        .where(ClockChange.clock_id == the_clock(case).id, ClockChange.change == "recomputed")
        .order_by(ClockChange.id)
    )
    return [
        (row.due_before, row.due_after, row.calendar_version) for row in db.session.scalars(rows)
    ]


def test_a_day_across_the_year_end_is_provisional_until_the_notice_corrects_it(told):
    case = working_case("2026-12-28T10:00")
    before = the_clock(case)
    assert (before.due_on, before.provisional) == (on("2027-01-05"), True)
    done = bring_in()
    after = the_clock(case)
    assert (after.due_on, after.provisional) == (on("2027-01-07"), False)
    assert after.calendar_version == current_calendar().version
    assert (done.clocks, done.confirmed, len(done.moved), done.unchanged) == (1, 0, 1, 0)
    assert told == [done.moved]
    moved = done.moved[0]
    assert (moved.case_id, moved.number, moved.kind) == (case.id, case.number, "work")
    assert (moved.due_before, moved.due_on) == (on("2027-01-05"), on("2027-01-07"))
    assert recomputed_history(case) == [
        (on("2027-01-05"), on("2027-01-07"), after.calendar_version)
    ]
    db.session.refresh(case)
    assert case.due_on == on("2027-01-07")


def test_a_day_that_stays_is_confirmed_and_nobody_is_told(told):
    case = working_case("2026-12-28T10:00")
    done = bring_in(holidays_2027(0))
    assert (done.clocks, done.confirmed, done.moved) == (1, 1, [])
    assert not the_clock(case).provisional
    assert recomputed_history(case) == [
        (on("2027-01-05"), on("2027-01-05"), current_calendar().version)
    ]
    assert told == []


def test_a_clock_the_notice_does_not_reach_is_untouched_but_for_its_version(told):
    case = working_case("2026-11-23T10:00")
    done = bring_in()
    assert (done.clocks, done.unchanged) == (1, 1)
    assert the_clock(case).calendar_version == current_calendar().version
    assert recomputed_history(case) == []
    assert told == []


def test_a_correction_that_takes_a_day_back_moves_the_day_back(told):
    case = working_case("2026-12-28T10:00")
    bring_in()
    bring_in(holidays_2027(0))
    assert the_clock(case).due_on == on("2027-01-05")
    assert [(one[0], one[1]) for one in recomputed_history(case)] == [
        (on("2027-01-05"), on("2027-01-07")), (on("2027-01-07"), on("2027-01-05")),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("filed", "guess", "received", "due"),
    [
        # Thursday 11 February is a day off by the notice.
        ("2027-02-11T10:00", "2027-02-11", "2027-02-12", "2027-02-19"),
        # Saturday 20 February is a worked one; after closing time it is over all the same.
        ("2027-02-20T10:00", "2027-02-22", "2027-02-20", "2027-02-26"),
        ("2027-02-20T19:00", "2027-02-22", "2027-02-22", "2027-03-01"),
    ],
)
def test_the_day_of_receipt_follows_the_notice_too(told, time_machine, filed, guess, received, due):
    running, stopped = working_case(filed), waiting_case(filed)
    assert the_clock(running).received_on == the_clock(stopped).received_on == on(guess)
    bring_in(NOTICE_2027["holidays"])
    one = the_clock(running)
    assert (one.received_on, one.due_on, one.provisional) == (on(received), on(due), False)
    assert clocks.workings(one, current_calendar()).due_on == on(due)
    time_machine.move_to(at("2027-03-05T10:00"))
    foretold = clocks.workings(the_clock(stopped), current_calendar())
    assert foretold.received_on == on(received)
    with transaction() as session, clocks.held(session, stopped, clock.now()) as live:
        live.resume()
    one = the_clock(stopped)
    assert (one.received_on, one.due_on) == (on(received), foretold.due_on)


def test_the_same_notice_again_recomputes_nothing(told):
    working_case("2026-12-28T10:00")
    bring_in()
    again = bring_in()
    assert (again.clocks, len(told)) == (0, 1)


def test_pauses_are_left_out_of_the_new_count(told):
    case, found = working_case("2026-12-21T10:00"), definition("probe")
    with transaction() as session:
        with clocks.held(session, case, at("2026-12-23T10:00")) as live:
            live.pause(found)
        with clocks.held(session, case, at("2026-12-31T10:00")) as live:
            live.resume()
    assert the_clock(case).due_on == on("2027-01-07")
    bring_in()
    assert the_clock(case).due_on == on("2027-01-11")


def test_nothing_ends_on_a_guessed_day_until_the_notice_says_so(monkeypatch):
    case = waiting_case("2026-12-29T10:00")
    guessed = the_clock(case, "reply")
    assert (guessed.due_on, guessed.provisional) == (on("2027-01-04"), True)
    for moment in ("2027-01-05T00:00", "2027-01-07T08:00"):
        assert tick(at(moment)).actions.due == 0
    # Found by a tick that read the clock just before it became provisional: looked at again.
    with monkeypatch.context() as patched:
        patched.setattr(overdue, "_ran_out", lambda _today: [(guessed.id, case.id)])
        assert tick(at("2027-01-07T08:01")).actions.not_needed == 1
    db.session.expire_all()
    assert (case.state, case.alarm) == ("waiting", "red")
    bring_in()  # the last day is the 6th now
    assert not the_clock(case, "reply").provisional
    assert tick(at("2027-01-06T23:59")).actions.due == 0
    assert tick(at("2027-01-07T08:02")).actions.done == 1
    db.session.expire_all()
    assert (case.state, case.outcome) == ("stopped", "lapsed")


def test_nothing_ends_before_the_day_that_was_told_though_the_notice_makes_it_an_earlier_one():
    case = waiting_case("2027-02-20T10:00")
    told = the_clock(case, "reply").due_on
    bring_in(NOTICE_2027["holidays"])
    now_due = the_clock(case, "reply").due_on
    assert (told, now_due) == (on("2027-02-25"), on("2027-02-24"))
    assert tick(at("2027-02-25T23:59")).actions.due == 0
    assert tick(at("2027-02-26T00:01")).actions.done == 1


def test_a_host_whose_clock_is_ahead_ends_no_case():
    case = waiting_case(f"{clock.today() - timedelta(days=1)}T10:00")
    with clock.standing_at(clock.now() + timedelta(days=400)):
        tick_cases()
    db.session.expire_all()
    assert case.state == "waiting"
    assert case.alarm != "red"


def test_a_paused_clock_is_counted_by_the_new_calendar_when_it_goes_on(told):
    case = waiting_case("2026-12-28T10:00")
    done = bring_in()
    assert done.clocks == 1  # the applicant's own
    assert the_clock(case).due_on == on("2027-01-05")
    with transaction() as session, clocks.held(session, case, at("2026-12-28T15:00")) as live:
        live.resume()
    assert the_clock(case).due_on == on("2027-01-07")


def test_an_ended_clock_keeps_the_day_it_ended_with(told):
    case = working_case("2026-12-28T10:00")
    with transaction() as session, clocks.held(session, case, at("2026-12-29T10:00")) as live:
        live.end({"work"})
    assert bring_in().clocks == 0
    assert the_clock(case).due_on == on("2027-01-05")


def test_many_cases_go_by_blocks_and_each_is_told_once(told, monkeypatch):
    monkeypatch.setattr(recompute, "BLOCK_CASES", 2)
    cases = [working_case("2026-12-28T10:00") for _ in range(5)]
    done = bring_in()
    assert [len(block) for block in told] == [2, 2, 1]
    assert {one.case_id for one in done.moved} == {case.id for case in cases}


def test_a_block_that_failed_is_done_by_the_next_tick(told, monkeypatch):
    monkeypatch.setattr(recompute, "BLOCK_CASES", 1)
    cases = [working_case("2026-12-28T10:00") for _ in range(3)]
    failing = iter([False, True])

    def tell(_session, _moved) -> None:
        if next(failing, False):
            raise RuntimeError("the process dies here")

    recompute.on_recomputed.append(tell)
    with pytest.raises(RuntimeError):
        bring_in()
    dues = [the_clock(case).due_on for case in cases]
    assert dues == [on("2027-01-07"), on("2027-01-05"), on("2027-01-05")]
    done = tick(at("2026-12-28T12:00"))
    assert len(done.recomputed.moved) == 2
    assert {the_clock(case).due_on for case in cases} == {on("2027-01-07")}
    changes = select(func.count()).where(ClockChange.change == "recomputed")
    assert db.session.scalar(changes) == 3


def test_a_clock_that_was_started_by_an_old_calendar_meanwhile_is_found(told):
    case = working_case("2026-12-28T10:00")
    bring_in()
    # As a transaction would leave it that read the calendar just before the import.
    with transaction() as session:
        session.execute(text("UPDATE case_clock SET due_on = '2027-01-05', calendar_version = 3"))
    assert len(recompute.recompute().moved) == 1
    assert the_clock(case).due_on == on("2027-01-07")


def test_an_import_tells_whose_day_moved(told, app):
    case = working_case("2026-12-28T10:00")
    summary = import_upload(notice_2027(holidays=NEW_YEAR), "2027.yaml").summary()
    assert summary["clocks"] == {"recomputed": 1, "moved": 1, "confirmed": 0, "unchanged": 0}
    assert summary["affected"] == [
        {
            "case": case.number,
            "clock": "work",
            "due_before": on("2027-01-05"),
            "due_on": on("2027-01-07"),
            "provisional": False,
        }
    ]
