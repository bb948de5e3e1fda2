"""What is found about an applicant: its own records, and those of names a human matched to it."""

import pytest

from credit.checks.lookup import applicant, find
from credit.records.deciding import decide_match
from credit.subjects.identifiers import IdType, parse
from credit.subjects.models import Subject
from service import clock
from tests.credit.checks.conftest import put_record, put_subject
from tests.credit.checks.test_corrections import company_check
from tests.credit.checks.test_review_pages import statements
from tests.factories.identifiers import make_uscc

NAME, CODE = "杭州甲贸易有限公司", make_uscc(1)


@pytest.fixture
def company(app) -> Subject:
    return put_subject(NAME, CODE, IdType.USCC)


def found() -> list[tuple[int, bool]]:
    """Records found about the company, and whether each is in question."""
    who = applicant(parse(IdType.USCC, CODE, today=clock.today()), NAME)
    return sorted((one.record_id, one.identity_unmatched) for one in find([who])[0].facts)


@pytest.mark.parametrize("name", [NAME, "杭州乙贸易有限公司"])
@pytest.mark.parametrize("verdicts", [(True,), (False, True), (True, False)])
def test_a_name_counts_by_the_last_verdict_whatever_it_reads(company, name, verdicts):
    own, named = put_record(company), put_subject(name, None)
    record = put_record(named)
    for same in verdicts:
        decide_match(named.id, company.id, same=same, reason="曾用名")
    expected = [(own.id, False)] + ([(record.id, False)] if verdicts[-1] else [])
    assert found() == expected


@pytest.mark.usefixtures("rules")
def test_a_penalty_under_a_former_name_that_was_matched_is_counted(api, company):
    former = put_subject("杭州乙贸易有限公司", None)
    put_record(former)
    decide_match(former.id, company.id, same=True, reason="曾用名")
    assert company_check(api, CODE)["outcome"] == "negative"


def test_nobody_has_looked_at_a_name_so_it_is_in_question_and_another_name_is_not(company):
    record = put_record(put_subject(NAME, None))
    put_record(put_subject("杭州乙贸易有限公司", None))
    assert found() == [(record.id, True)]


def test_it_takes_four_queries_however_many_applicants(company):
    decide_match(put_subject(NAME, None).id, company.id, same=True, reason="同一")
    who = [
        applicant(parse(IdType.USCC, make_uscc(n), today=clock.today()), NAME) for n in range(1, 9)
    ]
    assert [statements(lambda many=many: find(who[:many])) for many in (1, 8)] == [4, 4]
