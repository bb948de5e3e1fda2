"""The period of objections and what stands against one, by rows made for the test."""

from datetime import date, timedelta

import pytest
import yaml

from scoring.ledger.models import Entry, Kind
from scoring.objections.hindrances import Seen, hindrances
from scoring.objections.models import Objection, ObjectionState
from scoring.objections.period import TABLE, NoPeriod, last_day

POSTED = date(2026, 11, 1)
LAST = date(2026, 12, 1)


def against(today: date = LAST, *, kind: Kind = Kind.award, undone=False, earlier=()) -> list[str]:
    seen = Seen(
        Entry(kind=kind, posted_on=POSTED),
        undone,
        [Objection(state=state, case_number="XF1") for state in earlier],
    )
    return [fault.code for fault in hindrances(seen, today)]


def test_thirty_days_from_the_day_after_posting():
    assert last_day(POSTED) == LAST == POSTED + timedelta(days=30)
    assert against(LAST) == []
    assert against(LAST + timedelta(days=1)) == ["too-late"]


def test_a_day_no_row_covers_is_not_answered_by_a_default():
    with pytest.raises(NoPeriod):
        last_day(date(2025, 12, 31))


def test_every_row_of_the_table_says_where_it_is_from():
    for row in yaml.safe_load(TABLE.read_text(encoding="utf-8"))["period"]:
        assert row["source"]
        assert row["evidence"] in {"O", "F", "M", "P"}


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
