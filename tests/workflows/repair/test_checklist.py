"""Only what the rules allow is asked for, and every row says which rule asks."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from credit.rules.vocabulary import PenaltyKind
from tests.workflows.repair.test_eligibility import RECORD
from tests.workflows.repair.test_surcharge import CALENDAR
from workflows.documents.kinds import DocumentKind
from workflows.repair import checklist
from workflows.repair.checklist import (
    FINAL,
    Circumstances,
    NeedState,
    Paper,
    held_against,
    missing,
    needs,
)
from workflows.repair.dated_tables import materials_on, payment_on
from workflows.repair.schemas import CASE_TYPES
from workflows.repair.supplement import unanswered

DAY = date(2026, 11, 27)
NOON = datetime(2026, 11, 27, 4, tzinfo=UTC)
FINE = replace(RECORD, fine=Decimal(10000))
OTHER = replace(FINE, id=6)


def wanted(*records, case_type="penalty", **about):
    circumstances = Circumstances(case_type, **about)
    return needs(
        records or (FINE,), circumstances, materials_on(DAY), payment_on(DAY), lambda: CALENDAR
    )


def keys(found) -> list[str]:
    return [one.key for one in found]


def test_a_penalty_needs_proof_and_commitment_for_each_record_and_nothing_the_office_has():
    found = wanted(FINE, OTHER, on_register=True)
    assert keys(found) == [
        "performance_proof:5",
        "performance_proof:6",
        "commitment:5",
        "commitment:6",
        "identity",
    ]
    assert found[-1].state is NeedState.in_house
    assert keys(missing(found)) == keys(found)[:-1]


def test_without_a_registration_on_file_the_licence_is_asked_for():
    assert "identity" in keys(missing(wanted()))


def test_an_agent_brings_an_authorisation():
    assert "authorisation" not in keys(wanted())
    assert "authorisation" in keys(wanted(by_agent=True))


@pytest.mark.parametrize(
    ("kinds", "title"),
    [
        ({PenaltyKind.FINE}, "罚没款缴纳凭证"),
        ({PenaltyKind.WARNING}, "整改情况说明"),
        ({PenaltyKind.WARNING, PenaltyKind.FINE}, "罚没款缴纳凭证"),
        ({PenaltyKind.LICENCE_SUSPENSION}, "处罚履行情况证明"),
        ({PenaltyKind.FINE, PenaltyKind.CLOSURE}, "罚没款缴纳凭证和处罚履行情况证明"),
    ],
)
def test_the_proof_fits_the_penalty(kinds, title):
    proof = wanted(replace(FINE, penalty_kinds=frozenset(kinds)))[0]
    assert (proof.kind, str(proof.title)) == ("performance_proof", title)


def test_a_fine_paid_late_must_show_the_surcharge():
    in_time = wanted(performed_on=date(2026, 4, 27))[0]  # decided 2026-04-10, 15 days: a Saturday
    late = wanted(performed_on=date(2026, 5, 5))[0]
    assert "加处罚款最多" not in str(in_time.hint)
    assert "迟缴 8 天" in str(late.hint)
    assert "2400.00 元" in str(late.hint)
    assert "2026-04-27" in str(late.hint)


def test_at_the_temporary_stage_of_a_bankruptcy_the_ruling_is_enough():
    found = wanted(FINE, OTHER, case_type="bankruptcy", on_register=True)
    assert keys(missing(found)) == ["court_ruling"]
    for given in (paper("court_ruling"), paper("court_ruling", 5)):
        assert missing(held_against(found, [given])) == []


def test_at_the_end_of_a_bankruptcy_the_completion_is_proved():
    found = wanted(FINE, OTHER, case_type="bankruptcy", on_register=True, stage=FINAL)
    assert keys(missing(found)) == ["statement"]


def test_an_administrator_shows_the_appointment():
    found = wanted(case_type="bankruptcy", by_administrator=True)
    assert "other" in keys(found)
    assert "第二十二条" in next(one.article for one in found if one.kind == "other")


@pytest.mark.parametrize("case_type", CASE_TYPES)
def test_every_document_names_its_rule_and_is_of_a_known_kind(case_type):
    for row in materials_on(DAY).rows:
        assert row.article
        assert row.kind in set(DocumentKind)
        assert row.case_types <= set(CASE_TYPES)
        assert row.when <= checklist.SITUATIONS
        assert row.in_house in {None, *checklist.SITUATIONS}
    kinds = {one.kind for one in wanted(case_type=case_type)}
    assert kinds & {"performance_proof", "court_ruling"}


def test_no_training_certificate_and_no_third_party_report_is_ever_asked_for():
    titles = "".join(str(row.title) + str(row.hint) for row in materials_on(DAY).rows)
    assert "培训" not in titles
    assert "信用报告" not in titles


def paper(kind: str, record_id: int | None = None) -> Paper:
    return Paper(kind, record_id, NOON)


def test_a_commitment_for_one_record_does_not_count_for_the_other():
    found = wanted(FINE, OTHER, on_register=True)
    given = [paper("performance_proof", 5), paper("performance_proof", 6), paper("commitment", 5)]
    assert keys(missing(held_against(found, given))) == ["commitment:6"]


def test_a_paper_without_a_record_counts_where_there_is_one_record_alone():
    given = [paper("performance_proof"), paper("commitment")]
    one = held_against(wanted(on_register=True), given)
    assert missing(one) == []
    two = held_against(wanted(FINE, OTHER, on_register=True), given)
    assert len(missing(two)) == 4


def test_what_the_office_fetches_stays_so_whatever_is_handed_in():
    found = held_against(wanted(on_register=True), [])
    assert {one.kind: one.state for one in found}["identity"] is NeedState.in_house


@pytest.mark.parametrize("item", ["commitment", "commitment:5", "信用承诺书", "Credit commitment"])
def test_a_named_document_is_answered_by_itself_alone(item):
    found = wanted()
    assert unanswered([item], found, [paper("performance_proof", 5)]) == [item]
    assert unanswered([item], found, [paper("commitment", 5)]) == []


def test_what_is_asked_for_in_words_wants_some_document():
    assert unanswered(["请说明原因"], wanted(), []) == ["请说明原因"]
    assert unanswered(["请说明原因"], wanted(), [paper("statement")]) == []
