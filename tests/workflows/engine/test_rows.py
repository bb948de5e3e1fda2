"""What a step writes past the unit of work: the object tells the same, an older version nothing."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm.exc import StaleDataError

from service.database import db, transaction
from tests.workflows.engine.timing import at, the_clock, working_case
from workflows.engine import clocks, rows
from workflows.engine.models import CaseFile, ClockState
from workflows.engine.registry import definition


@pytest.fixture(autouse=True)
def _probe(app, probe):
    """The probe's definition is registered, the database is there."""


def test_the_row_tells_what_was_written_and_is_not_written_again():
    case = working_case("2026-11-23T10:00")
    with transaction() as session:
        rows.move_case(session, case, {"state": "waiting", "version": 3})
        assert (case.state, case.version) == ("waiting", 3)
        assert case not in session.dirty
    columns = select(CaseFile.state, CaseFile.version).where(CaseFile.id == case.id)
    assert db.session.execute(columns).one() == ("waiting", 3)


def test_a_case_that_has_another_version_in_the_table_is_not_written():
    case = working_case("2026-11-23T10:00")
    ahead = update(CaseFile).where(CaseFile.id == case.id).values(version=9)
    with transaction() as session:
        session.connection().execute(ahead)
        with pytest.raises(StaleDataError, match="version 2"):
            rows.move_case(session, case, {"state": "waiting"})
    db.session.expire_all()
    assert (case.state, case.version) == ("working", 9)


def test_a_clock_somebody_holds_tells_what_was_written_when_it_is_read_again():
    case = working_case("2026-11-23T10:00")
    seen = the_clock(case)
    with transaction() as session, clocks.held(session, case, at("2026-11-24T10:00")) as live:
        live.extend("work", 10, "案情复杂")
    assert (clocks.clocks_of(case.id), seen.days) == ([seen], 15)


def test_a_clock_that_ends_makes_room_for_another_of_its_kind_in_the_same_step():
    case, again = working_case("2026-11-23T10:00"), definition("probe").clocks["work"]
    with transaction() as session, clocks.held(session, case, at("2026-11-24T10:00")) as live:
        live.end(["work"])
        live.start(again)
        live.extend("work", 10, "案情复杂")
    states = [(one.state, one.days) for one in clocks.clocks_of(case.id)]
    assert states == [(ClockState.met, again.days), (ClockState.running, again.days + 10)]
