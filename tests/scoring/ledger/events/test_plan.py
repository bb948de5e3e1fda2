"""Whether an event can be held as planned."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from scoring.catalogue.parse import parse_catalogue
from scoring.ledger.events.limits import AHEAD_MAX, LENGTH_MAX, TITLE_CHARS_MAX, WHERE_CHARS_MAX
from scoring.ledger.events.plan import Plan, faults_of, items_for_events, moments_of
from scoring.ledger.events.schemas import EventForm
from tests.factories.points import SMALL_CATALOGUE

TABLE = parse_catalogue(SMALL_CATALOGUE)
NOW = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)
START = NOW + timedelta(days=1)
PLAN = Plan("扫除", "楼前", "cleaning", Decimal(1), START, START + timedelta(hours=2))
SECOND = timedelta(seconds=1)


def wrong(**values) -> list[str]:
    return [fault.field for fault in faults_of(replace(PLAN, **values), TABLE, NOW)]


def test_items_for_events_are_those_one_checks_in_for_and_all_earn_alike():
    assert [item.code for item in items_for_events(TABLE)] == ["volunteer", "cleaning"]


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({}, []),
        ({"item_code": "returned"}, ["item_code"]),
        ({"item_code": "unheard-of"}, ["item_code"]),
        ({"quantity": Decimal("1.5")}, ["quantity"]),
        ({"ends_at": START}, ["ends"]),
        ({"ends_at": START + LENGTH_MAX}, []),
        ({"ends_at": START + LENGTH_MAX + SECOND}, ["ends"]),
        ({"starts_at": NOW}, ["starts"]),
        ({"starts_at": NOW + SECOND}, []),
        ({"starts_at": NOW + AHEAD_MAX, "ends_at": NOW + AHEAD_MAX + SECOND}, []),
        ({"starts_at": NOW + AHEAD_MAX + SECOND, "ends_at": NOW + AHEAD_MAX * 2}, ["ends", "day"]),
    ],
)
def test_every_fault_of_a_plan_is_told_by_its_field(values, fields):
    if "starts_at" in values and "ends_at" not in values:
        values = values | {"ends_at": values["starts_at"] + timedelta(hours=1)}
    assert wrong(**values) == fields


@pytest.mark.parametrize(
    ("day", "starts", "ends", "length"),
    [
        (date(2026, 12, 31), time(22), time(0, 30), timedelta(hours=2, minutes=30)),
        (date(2026, 12, 31), time(22), time(0), timedelta(hours=2)),
        (date(2026, 12, 31), time(0), time(23, 59), timedelta(hours=23, minutes=59)),
        (date(2026, 12, 31), time(22), time(22), timedelta()),
        (date(2026, 12, 31), time(14), time(2), timedelta(hours=12)),
        (date(2026, 12, 31), time(14), time(2, 1), -timedelta(hours=11, minutes=59)),
        (date.max, time(22), time(0, 30), -timedelta(hours=21, minutes=30)),
    ],
)
def test_an_end_before_the_beginning_is_that_of_the_next_day(day, starts, ends, length):
    begins, over = moments_of(day, starts, ends)
    assert (begins.date(), over - begins) == (day, length)
    told = wrong(starts_at=begins, ends_at=over)
    assert ("ends" in told) == (length <= timedelta())


@pytest.mark.parametrize(
    ("field", "most"), [("title", TITLE_CHARS_MAX), ("where", WHERE_CHARS_MAX)]
)
def test_texts_of_an_event_are_of_a_printable_length(field, most):
    given = {"title": "a", "where": "b", "item_code": "c", "quantity": "1",
             "day": "2026-11-28", "starts": "09:00", "ends": "11:00"}  # fmt: skip
    assert EventForm().validate(given | {field: "字" * most}) == {}
    assert set(EventForm().validate(given | {field: "字" * (most + 1)})) == {field}
