"""The sample of a month: drawn from sealed entries, redone by anybody, read once."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from service import clock
from service.audit import Actor, acting_as
from service.audit.models import QueryLogEntry
from service.database import db, transaction
from service.months import add_months
from service.oversight import sampling
from service.oversight.limits import WRITTEN_WITHIN
from service.oversight.models import LookupSample, LookupSampleEntry
from service.oversight.problems import SettledAlready
from service.oversight.settling import note_found
from tests.service.audit.conftest import seal_everything, tamper, write  # noqa: F401 - fixtures

LATELY = clock.at_office(clock.now() - WRITTEN_WITHIN).date()
MONTH = add_months(LATELY.replace(day=1), -1)


@pytest.fixture
def last_month(app, write, seal_everything):  # noqa: F811
    """Look-ups of last month by somebody of an office and by the service itself, sealed."""
    with clock.standing_at(clock.begins(MONTH) + timedelta(days=3)):
        write(5, "S")
        with acting_as(Actor(7, "clerk", "clerk", "窗口")):
            write(40, "C")
    assert sampling.draw(MONTH) is None, "nothing has closed the month yet"
    over = clock.begins(add_months(MONTH, 1))
    with clock.standing_at(over + timedelta(minutes=1)):
        write(1, "D")
        seal_everything()
        assert sampling.draw(MONTH) is None, "entries of the month may still be on their way"


def test_a_sample_is_drawn_once_and_gives_the_same_again(last_month, tamper):  # noqa: F811
    assert sampling.draw_due() == [MONTH]
    assert sampling.draw_due() == []
    sample = db.session.get_one(LookupSample, MONTH)
    assert (sample.population, sample.size) == (40, 20)
    chosen = db.session.scalars(
        select(LookupSampleEntry.entry_id).order_by(LookupSampleEntry.place)
    ).all()
    assert list(sampling.redo(sample)) == chosen
    assert len(set(chosen)) == 20
    refs = select(QueryLogEntry.operator_id).where(QueryLogEntry.id.in_(chosen))
    assert set(db.session.scalars(refs)) == {7}
    tamper("DELETE FROM query_log_entry WHERE id = :id", id=chosen[0])
    assert list(sampling.redo(sample)) != chosen


def test_no_clock_that_is_ahead_draws_of_a_month_that_goes_on(app, write, seal_everything):  # noqa: F811
    month = clock.today().replace(day=1)
    with acting_as(Actor(7, "clerk", "clerk", "窗口")):
        write(5, "C")
    with clock.standing_at(clock.begins(add_months(month, 1)) + timedelta(days=2)):
        write(1, "D")
        seal_everything()
        assert sampling.draw(month) is None


def test_what_was_found_is_noted_once_and_stays(last_month):
    sampling.draw(MONTH)
    entry = db.session.scalars(select(LookupSampleEntry.entry_id)).first()
    with acting_as(Actor(8, "auditor", "auditor", "")):
        note_found(MONTH, entry, in_order=False, note="没有授权书")
        with pytest.raises(SettledAlready):
            note_found(MONTH, entry, in_order=True, note="")
    with pytest.raises(DBAPIError, match="oversight stays"), transaction() as session:
        session.execute(text("UPDATE lookup_sample_entry SET note = 'x' WHERE NOT in_order"))
