"""Each reason with its exact day, and the day before and after it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from credit.records.dated import NotCovered
from credit.records.dates import Undefined
from credit.records.models import RecordStatus
from credit.rules.vocabulary import PenaltyKind, Tier
from workflows.repair.dated_tables import scope_on
from workflows.repair.eligibility import judge
from workflows.repair.facts import RecordFacts

TODAY = date(2026, 11, 27)
SCOPE = scope_on(TODAY)
RECORD = RecordFacts(
    id=5,
    kind="administrative_penalty",
    status=RecordStatus.active,
    name="杭西应急罚决字〔2026〕1号",
    authority="杭州市西湖区应急管理局",
    tier=Tier.GENERAL,
    regime="NDRC36",
    penalty_kinds=frozenset({PenaltyKind.FINE}),
    fine=None,
    decided_on=date(2026, 4, 10),
    last_minimum_day=date(2026, 7, 10),
    repairable_from=date(2026, 7, 11),
    removed_on=None,
)


def codes(record: RecordFacts, today: date = TODAY, case_type: str | None = None) -> list[str]:
    return [one.code for one in judge(record, SCOPE, today, case_type).refusals]


def test_the_first_possible_day_is_the_day_after_the_minimum():
    assert codes(RECORD, date(2026, 7, 10)) == ["too-early"]
    assert codes(RECORD, date(2026, 7, 11)) == []


def test_too_early_tells_the_last_day_of_the_minimum_the_first_possible_one_and_what_to_do():
    answer = judge(RECORD, SCOPE, date(2026, 7, 10))
    [reason] = answer.refusals
    text = str(reason.message)
    assert "一般失信信息" in text
    assert "最短公示期 3 个月" in text
    assert "2026-07-10" in text
    assert "2026-07-11" in text
    assert "2026-07-11" in str(reason.remedy)
    assert answer.possible_from == date(2026, 7, 11)
    assert reason.field == "5"


def test_a_serious_record_waits_a_year():
    record = replace(
        RECORD,
        tier=Tier.SERIOUS,
        last_minimum_day=date(2027, 4, 10),
        repairable_from=date(2027, 4, 11),
    )
    assert "12 个月" in str(judge(record, SCOPE, TODAY).refusals[0].message)
    assert codes(record, date(2027, 4, 11)) == []


@pytest.mark.parametrize("first_day", [None, TODAY + timedelta(days=90)])
def test_a_minor_record_is_repairable_as_soon_as_all_is_performed(first_day):
    assert codes(replace(RECORD, tier=Tier.MINOR, repairable_from=first_day)) == []


@pytest.mark.parametrize(
    ("kind", "case_type"),
    [
        ("administrative_penalty", "penalty"),
        ("administrative_detention", "penalty"),
        ("tax_violation", "penalty"),
        ("serious_dishonesty_list", "serious_list"),
        ("abnormal_list", "abnormal_list"),
    ],
)
def test_each_kind_of_record_has_its_case_type(kind, case_type):
    answer = judge(replace(RECORD, kind=kind), SCOPE, TODAY)
    assert (answer.case_type, answer.possible) == (case_type, True)


@pytest.mark.parametrize("kind", ["defaulter_list", "conviction", "false_materials", "other"])
def test_what_is_repaired_elsewhere_or_not_at_all_says_where_to_go(kind):
    answer = judge(replace(RECORD, kind=kind), SCOPE, TODAY)
    assert (answer.case_type, answer.possible_from) == (None, None)
    [reason] = answer.refusals
    assert reason.code == "repaired-elsewhere"
    assert str(reason.remedy)


def test_a_record_under_the_wrong_case_type_is_told_the_right_one():
    [reason] = judge(RECORD, SCOPE, TODAY, "abnormal_list").refusals
    assert reason.code == "wrong-case-type"
    assert "行政处罚信息修复" in str(reason.remedy)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (RecordStatus.repaired, "already-repaired"),
        (RecordStatus.revoked, "decision-revoked"),
        (RecordStatus.expired, "past-retention"),
    ],
)
def test_what_is_settled_needs_no_repair(status, code):
    assert codes(replace(RECORD, status=status)) == [code]


def test_an_entry_that_was_removed_needs_no_repair():
    record = replace(RECORD, kind="serious_dishonesty_list", removed_on=date(2026, 9, 1))
    assert codes(record) == ["already-removed"]


def test_kinds_without_early_stop_wait_for_the_end_by_the_stricter_regime():
    record = replace(
        RECORD,
        regime="SAMR45",
        tier=Tier.SERIOUS,
        penalty_kinds=frozenset({PenaltyKind.SUSPENSION_OF_BUSINESS, PenaltyKind.FINE}),
        repairable_from=None,
        undefined=frozenset({Undefined.NO_EARLY_STOP}),
    )
    [reason] = judge(record, SCOPE, TODAY).refusals
    assert reason.code == "no-early-stop"
    assert "责令停产停业" in str(reason.message)
    assert "罚款" not in str(reason.message)
    assert "Order 45" in str(reason.remedy)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"tier": None}, "失信程度"),
        ({"undefined": frozenset({Undefined.PUBLICATION_DATE_UNKNOWN})}, "公示日期"),
        ({"decided_on": None}, "决定日期"),
    ],
)
def test_without_a_day_it_says_what_is_unknown_and_who_can_tell(change, word):
    record = replace(RECORD, repairable_from=None, **change)
    [reason] = judge(record, SCOPE, TODAY).refusals
    assert reason.code == "dates-unknown"
    assert word in str(reason.message)
    assert record.authority in str(reason.remedy)


@pytest.mark.parametrize("kind", ["administrative_penalty", "serious_dishonesty_list"])
def test_a_bankruptcy_has_no_minimum(kind):
    record = replace(RECORD, kind=kind, repairable_from=date(2030, 1, 1))
    assert codes(record, case_type="bankruptcy") == []
    assert codes(replace(record, undefined=frozenset({Undefined.NO_EARLY_STOP})),
                 case_type="bankruptcy") == []  # fmt: skip


def test_the_abnormal_list_has_no_minimum():
    record = replace(RECORD, kind="abnormal_list", repairable_from=date(2030, 1, 1))
    assert codes(record) == []


def test_a_shielded_record_can_be_repaired_in_the_ordinary_way_but_not_shielded_twice():
    record = replace(RECORD, status=RecordStatus.shielded)
    assert codes(record) == []
    assert codes(record, case_type="bankruptcy") == ["already-shielded"]


def test_a_day_before_the_table_is_an_error_that_names_the_range():
    with pytest.raises(NotCovered, match="2026-04-01"):
        scope_on(date(2026, 3, 31))
