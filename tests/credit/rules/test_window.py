from datetime import date, timedelta

import pytest

from credit.rules.assessment import Assessment
from credit.rules.evaluate import evaluate
from credit.rules.facts import Fact
from credit.rules.reasons import Reason
from credit.rules.vocabulary import FactKind
from credit.rules.window import add_months
from tests.credit.rules.build import body, fact, item, table

ONE_DAY = timedelta(days=1)
LONG = body(valid_from="2000-01-01", valid_to="2099-12-31")
del LONG["items"]


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        ("2026-04-10", 3, "2026-07-10"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-08-31", 3, "2026-11-30"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2023-11-30", 3, "2024-02-29"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2021-01-31", 60, "2026-01-31"),
    ],
)
def test_months_end_on_the_day_of_the_same_number_or_the_last(
    day: str, months: int, last: str
) -> None:
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(last)


def test_months_beyond_the_calendar_end_with_it() -> None:
    assert add_months(date(9999, 1, 1), 1200) == date.max


def reason(counts: dict[str, str], one: Fact, as_of: date) -> Reason | None:
    kind = one.kind.value
    rules = table(**LONG, items=[item(when={"kinds": [kind]}, counts=counts)])
    (line,) = evaluate(rules, [one], as_of).lines
    assert line.counted is (line.reason is None)
    return line.reason


KEPT = {"retain_until": None}
CASES = [
    (
        {"from": "decision", "years": "5"},
        fact(decided_on=date(2021, 11, 23), **KEPT),
        date(2021, 11, 23),
        date(2026, 11, 23),
        Reason.NOT_YET_DECIDED,
        Reason.OUTSIDE_LOOK_BACK,
    ),
    (
        {"from": "decision", "months": "12"},
        fact(decided_on=date(2024, 2, 29), **KEPT),
        date(2024, 2, 29),
        date(2025, 2, 28),
        Reason.NOT_YET_DECIDED,
        Reason.OUTSIDE_LOOK_BACK,
    ),
    (
        {"from": "final", "years": "1"},
        fact(decided_on=date(2026, 1, 5), final_on=date(2026, 7, 31), **KEPT),
        date(2026, 7, 31),
        date(2027, 7, 31),
        Reason.NOT_FINAL,
        Reason.OUTSIDE_LOOK_BACK,
    ),
    (
        {"from": "sentence_end", "years": "5"},
        fact(
            FactKind.CONVICTION,
            decided_on=date(2018, 5, 4),
            sentence_end_on=date(2020, 12, 31),
            **KEPT,
        ),
        date(2018, 5, 4),
        date(2025, 12, 31),
        Reason.NOT_YET_DECIDED,
        Reason.OUTSIDE_LOOK_BACK,
    ),
    (
        {"while": "current"},
        fact(
            FactKind.DEFAULTER_LIST,
            decided_on=date(2025, 1, 1),
            removed_on=date(2026, 3, 1),
            **KEPT,
        ),
        date(2025, 1, 1),
        date(2026, 2, 28),
        Reason.NOT_YET_DECIDED,
        Reason.REMOVED,
    ),
    (
        {"while": "published"},
        fact(decided_on=date(2026, 3, 10), publicity_until=date(2027, 3, 10), **KEPT),
        date(2026, 3, 10),
        date(2027, 3, 10),
        Reason.NOT_YET_DECIDED,
        Reason.NOT_PUBLISHED,
    ),
    (
        {"while": "retained"},
        fact(decided_on=date(2026, 3, 10), retain_until=date(2031, 3, 10)),
        date(2026, 3, 10),
        date(2031, 3, 10),
        Reason.NOT_YET_DECIDED,
        Reason.EXPIRED,
    ),
]


@pytest.mark.parametrize(("counts", "one", "first", "last", "before", "after"), CASES)
def test_a_window_holds_from_its_first_to_its_last_day(
    counts: dict[str, str], one: Fact, first: date, last: date, before: Reason, after: Reason
) -> None:
    assert reason(counts, one, first - ONE_DAY) is before
    assert reason(counts, one, first) is None
    assert reason(counts, one, last) is None
    assert reason(counts, one, last + ONE_DAY) is after


def test_a_running_sentence_counts_without_an_end() -> None:
    one = fact(FactKind.CONVICTION, decided_on=date(2001, 1, 1), retain_until=None)
    assert reason({"from": "sentence_end", "years": "5"}, one, date(2026, 1, 1)) is None


def test_a_listing_without_removal_counts_without_an_end() -> None:
    one = fact(FactKind.DEFAULTER_LIST, decided_on=date(2001, 1, 1), retain_until=None)
    assert reason({"while": "current"}, one, date(2099, 12, 31)) is None


def test_what_is_not_published_does_not_count_while_published() -> None:
    assert reason({"while": "published"}, fact(publicity_until=None), date(2026, 5, 1)) is (
        Reason.NOT_PUBLISHED
    )


@pytest.mark.parametrize(
    ("points", "last"), [("-5", "2027-03-10"), ("-40", "2027-03-10"), ("-41", "2028-03-10")]
)
def test_validity_may_depend_on_points(points: str, last: str) -> None:
    counts = {
        "from": "decision",
        "months_by_points": [{"points_up_to": "40", "months": "12"}, {"months": "24"}],
    }
    rules = table(items=[item(points=points, counts=counts)])
    found: Assessment = evaluate(rules, [fact()], date(2026, 11, 23))
    assert found.lines[0].counts_until == date.fromisoformat(last)


def test_retention_cuts_every_window_short() -> None:
    one = fact(retain_until=date(2026, 6, 30))
    counts = {"from": "decision", "years": "5"}
    assert reason(counts, one, date(2026, 6, 30)) is None
    assert reason(counts, one, date(2026, 7, 1)) is Reason.EXPIRED


def test_a_decision_known_not_to_be_final_does_not_count() -> None:
    one = fact(attributes={"final": False})
    assert reason({"from": "decision", "years": "5"}, one, date(2026, 11, 23)) is Reason.NOT_FINAL


def test_finality_nobody_has_told_of_counts_or_holds_as_the_table_says() -> None:
    day = date(2026, 11, 23)
    assert evaluate(table(final_unknown="counts"), [fact()], day).outcome == "negative"
    assert evaluate(table(final_unknown="held"), [fact()], day).outcome == "held"
    known = fact(final_on=date(2026, 9, 10))
    assert evaluate(table(final_unknown="held"), [known], day).outcome == "negative"


def test_a_penalty_whose_day_nobody_knows_is_held() -> None:
    found = evaluate(table(), [fact(decided_on=date.min)], date(2026, 11, 23))
    assert (found.outcome, found.total) == ("held", 0)
    assert found.lines[0].reason is Reason.INCOMPLETE


@pytest.mark.parametrize(
    ("counts", "last_open"),
    [
        ({"from": "decision", "years": "2"}, date(2028, 3, 10)),
        ({"while": "published"}, date(2027, 3, 10)),
        ({"while": "retained"}, date(2031, 3, 10)),
    ],
)
def test_an_undated_fact_is_open_for_as_long_as_it_may_count_at_most(counts, last_open):
    one = fact(decided_on=date.min, attributes={"decided_by": "2026-03-10"})
    assert reason(counts, one, last_open) is Reason.INCOMPLETE
    assert reason(counts, one, last_open + ONE_DAY) not in {None, Reason.INCOMPLETE}


def test_a_fact_of_which_no_day_is_known_stays_open():
    one = fact(decided_on=date.min, publicity_until=None, retain_until=None)
    for counts in ({"from": "decision", "years": "2"}, {"while": "published"}):
        assert reason(counts, one, date(2090, 1, 1)) is Reason.INCOMPLETE
