"""What stands against an objection, by rows made for the test."""

from datetime import date, timedelta

import pytest

from scoring.ledger.models import Entry, Kind
from scoring.objections.hindrances import Seen, hindrances
from scoring.objections.models import Objection, ObjectionState

POSTED = date(2026, 11, 1)
LAST = date(2026, 12, 1)


def against(today: date = LAST, *, kind: Kind = Kind.award, undone=False, earlier=()) -> list[str]:
    seen = Seen(
        Entry(kind=kind, posted_on=POSTED),
        undone,
        [Objection(state=state, case_number="XF1") for state in earlier],
    )
    return [fault.code for fault in hindrances(seen, today)]


def test_the_last_day_is_not_too_late_and_the_next_one_is():
    assert against(LAST) == []
    assert against(LAST + timedelta(days=1)) == ["too-late"]


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.departure])
def test_every_kind_of_entry_can_be_objected_to(kind):
    assert against(kind=kind) == []


def test_all_reasons_are_told_at_once():
    assert against(
        LAST + timedelta(days=1),
        kind=Kind.departure,
        undone=True,
        earlier=[ObjectionState.rejected],
    ) == ["departure", "reversed", "too-late", "answered"]


@pytest.mark.parametrize(
    ("state", "codes"),
    [
        (ObjectionState.open, ["open"]),
        (ObjectionState.rejected, ["answered"]),
        (ObjectionState.upheld, ["upheld"]),
        (ObjectionState.withdrawn, []),
    ],
)
def test_one_objection_at_a_time_and_none_after_an_answer(state, codes):
    assert against(earlier=[state]) == codes
