"""Clocks start, stand still, go on, are extended and end; every change is on record."""

from datetime import date

import pytest
from sqlalchemy import select

from service import clock
from service.database import db, transaction
from tests.workflows.engine.timing import at, the_clock, waiting_case, working_case
from tests.workflows.workdays.files import holidays_2027, notice_2027
from workflows.engine import clocks
from workflows.engine.models import CaseClock, CaseFile, ClockChange, ClockState
from workflows.engine.registry import definition
from workflows.workdays.calendar import Counted
from workflows.workdays.importing import bring_shipped, import_upload
from workflows.workdays.service import current_calendar


@pytest.fixture(autouse=True)
def _probe(app, probe):
    """The probe's definition is registered, the database is there."""


def on(text: str) -> date:
    return date.fromisoformat(text)


def turn(case: CaseFile, how: str, moment: str, *given: object) -> None:
    """Do one thing to the case's clocks at a moment."""
    with transaction() as session, clocks.held(session, case, at(moment)) as live:
        getattr(live, how)(*given)
        live.refresh(clock.at_office(at(moment)).date())


def counted(one: CaseClock) -> Counted:
    return clocks.workings(one, current_calendar())


def history(case: CaseFile, kind: str = "work") -> list[tuple[str, str | None, str, str | None]]:
    changes = select(ClockChange).where(ClockChange.clock_id == the_clock(case, kind).id)
    return [
        (
            change.change,
            change.due_before and change.due_before.isoformat(),
            change.due_after.isoformat(),
            change.reason,
        )
        for change in db.session.scalars(changes.order_by(ClockChange.id))
    ]


def test_a_clock_begins_on_the_working_day_after_the_one_of_receipt():
    one = the_clock(working_case("2026-09-18T10:00"))
    assert (one.received_on, one.due_on, one.amber_on) == (
        on("2026-09-18"), on("2026-09-24"), on("2026-09-23"),
    )  # fmt: skip
    assert (one.state, one.days, one.escalate_after, one.provisional) == ("running", 5, 1, False)


def test_what_comes_in_after_closing_time_is_received_the_next_working_day():
    early, late = working_case("2026-09-18T17:30"), working_case("2026-09-18T17:31")
    assert the_clock(early).received_on == on("2026-09-18")
    # 20 September is a Sunday that is worked.
    assert the_clock(late).received_on == on("2026-09-20")
    assert the_clock(late).due_on == on("2026-09-28")


def test_the_case_shows_its_earliest_running_clock():
    case = waiting_case("2026-11-23T10:00")
    assert (the_clock(case, "work").state, the_clock(case, "reply").state) == ("paused", "running")
    assert case.due_on == the_clock(case, "reply").due_on == on("2026-11-26")
    assert case.alarm == "none"
    turn(case, "end", "2026-11-26T10:00", {"reply"})
    assert (case.due_on, case.alarm) == (None, "none")


def test_a_pause_across_holidays_counts_none_of_its_days():
    case = working_case("2026-09-21T10:00")
    found = definition("probe")
    turn(case, "pause", "2026-09-25T09:00", found)
    assert the_clock(case).paused_on == on("2026-09-25")
    assert (case.due_on, case.alarm) == (None, "none")
    turn(case, "resume", "2026-10-09T09:00")
    one = the_clock(case)
    assert one.pauses == [["2026-09-25", "2026-10-09"]]
    assert (one.state, one.due_on) == ("running", on("2026-10-12"))
    assert history(case) == [
        ("started", None, "2026-09-29", None),
        ("paused", "2026-09-29", "2026-09-29", None),
        ("resumed", "2026-09-29", "2026-10-12", None),
    ]


def test_an_answer_after_closing_time_lets_the_clock_go_on_a_day_later():
    case, found = working_case("2026-11-23T10:00"), definition("probe")
    turn(case, "pause", "2026-11-25T09:00", found)
    turn(case, "resume", "2026-11-26T18:00")
    one = the_clock(case)
    assert one.pauses == [["2026-11-25", "2026-11-27"]]
    # The 24th was day one; the 30th is day two.
    assert one.due_on == on("2026-12-03")


def test_a_question_on_the_last_day_leaves_one_day_for_the_answer():
    case, found = working_case("2026-11-23T10:00"), definition("probe")
    assert the_clock(case).due_on == on("2026-11-30")
    turn(case, "pause", "2026-11-30T16:00", found)
    turn(case, "resume", "2026-12-10T10:00")
    assert the_clock(case).due_on == on("2026-12-11")


def test_a_clock_that_was_overdue_when_it_stopped_stays_overdue():
    case, found = working_case("2026-11-23T10:00"), definition("probe")
    turn(case, "pause", "2026-12-02T10:00", found)
    turn(case, "resume", "2026-12-10T10:00")
    assert the_clock(case).due_on == on("2026-11-30")
    assert case.alarm == "red"


def test_two_pauses_add_up():
    case, found = working_case("2026-11-23T10:00"), definition("probe")
    for stop, go in (("2026-11-24", "2026-11-24"), ("2026-11-26", "2026-11-27")):
        turn(case, "pause", f"{stop}T10:00", found)
        turn(case, "resume", f"{go}T10:00")
    one = the_clock(case)
    assert len(one.pauses) == 2
    assert [str(line.day) for line in counted(one).days if line.number] == [
        "2026-11-25", "2026-11-30", "2026-12-01", "2026-12-02", "2026-12-03",
    ]  # fmt: skip


def test_an_extension_adds_working_days_with_its_reason():
    case = working_case("2026-11-23T10:00")
    turn(case, "extend", "2026-11-27T10:00", "work", 4, "案情复杂")
    one = the_clock(case)
    assert (one.days, one.due_on) == (9, on("2026-12-04"))
    assert history(case)[-1] == ("extended", "2026-11-30", "2026-12-04", "案情复杂")


def test_a_paused_clock_can_be_extended_too():
    case = waiting_case("2026-11-23T10:00")
    turn(case, "extend", "2026-11-24T10:00", "work", 4, "案情复杂")
    assert (the_clock(case).state, the_clock(case).days) == ("paused", 9)


def test_only_a_live_clock_can_be_extended():
    case = working_case("2026-11-23T10:00")
    turn(case, "drop_all", "2026-11-24T10:00")
    with pytest.raises(LookupError, match="no live clock 'work'"):
        turn(case, "extend", "2026-11-24T10:00", "work", 4, "案情复杂")


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        ("2026-11-24T10:00", ClockState.met),
        ("2026-11-30T23:59:59", ClockState.met),
        ("2026-12-01T00:00", ClockState.missed),
    ],
)
def test_a_clock_is_met_up_to_midnight_of_its_last_day(moment, state):
    case = working_case("2026-11-23T10:00")
    turn(case, "end", moment, {"work"})
    one = the_clock(case)
    assert (one.state, one.ended_at) == (state, at(moment))
    assert history(case)[-1] == ("ended", "2026-11-30", "2026-11-30", str(state))
    assert case.due_on is None


def test_what_ends_while_it_stands_still_is_judged_by_the_day_it_stopped():
    case = waiting_case("2026-11-23T10:00")
    turn(case, "end", "2027-03-01T10:00", {"work"})
    one = the_clock(case)
    assert one.state == ClockState.met
    assert one.pauses == [["2026-11-23", "2027-03-01"]]
    assert one.paused_on is None


def test_ending_one_kind_leaves_the_others_running():
    case = waiting_case("2026-11-23T10:00")
    turn(case, "end", "2026-11-24T10:00", {"reply", "none"})
    assert (the_clock(case, "reply").state, the_clock(case, "work").state) == ("met", "paused")


def test_a_case_that_takes_another_way_drops_all_its_clocks():
    case = waiting_case("2026-11-23T10:00")
    turn(case, "drop_all", "2026-11-24T10:00")
    assert {one.state for one in clocks.clocks_of(case.id)} == {ClockState.dropped}


def test_a_year_end_without_a_notice_makes_the_day_provisional():
    one = the_clock(working_case("2026-12-28T10:00"))
    assert (one.due_on, one.provisional) == (on("2027-01-05"), True)
    assert [line.provisional for line in counted(one).days][-1]


def test_an_ended_clock_shows_the_working_of_its_own_time():
    bring_shipped()
    case = working_case("2026-12-28T10:00")
    turn(case, "end", "2026-12-30T10:00", {"work"})
    import_upload(notice_2027(holidays=holidays_2027(0, to="2027-01-05")), "2027.yaml")
    one = the_clock(case)
    assert counted(one).due_on == one.due_on == on("2027-01-05")
    assert counted(one).provisional


def test_a_working_tells_each_day_and_the_pause_that_is_going_on(time_machine):
    case = waiting_case("2026-11-23T10:00")
    time_machine.move_to(at("2026-11-30T10:00"))
    lines = counted(the_clock(case)).days
    assert [line.day for line in lines if line.paused] == [
        date(2026, 11, day) for day in range(24, 31)
    ]
    assert lines[-1].number == 5


@pytest.mark.parametrize("answered", ["2026-11-29T10:00", "2026-11-30T10:00", "2026-11-30T18:00"])
def test_a_paused_clock_tells_where_it_would_end_were_the_answer_to_come_now(
    time_machine, answered
):
    case = waiting_case("2026-11-23T10:00")
    time_machine.move_to(at(answered))
    foretold = counted(the_clock(case)).due_on
    turn(case, "resume", answered)
    assert foretold == the_clock(case).due_on
