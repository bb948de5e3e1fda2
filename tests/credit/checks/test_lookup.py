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


def test_it_takes_three_queries_however_many_applicants_and_one_more_for_another_name(company):
    decide_match(put_subject(NAME, None).id, company.id, same=True, reason="同一")
    numbers = [parse(IdType.USCC, make_uscc(n), today=clock.today()) for n in range(1, 9)]
    for name, count in ((NAME, 3), ("杭州乙贸易有限公司", 4)):
        who = [applicant(number, name) for number in numbers]
        assert [
            statements(lambda who=who: find(who)),
            statements(lambda who=who: find(who[:1])),
        ] == [count] * 2


def test_who_is_known_by_the_name_on_file_alone_is_found_under_another_name_too(company):
    record = put_record(put_subject(NAME, None))
    given = parse(IdType.USCC, make_uscc(1), today=clock.today())
    for others in (0, 2):
        who = [applicant(given, "杭州乙贸易有限公司")] * (1 + others)
        assert [[fact.record_id for fact in one.facts] for one in find(who)] == [[record.id]] * len(
            who
        )
