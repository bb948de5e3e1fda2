from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from credit.checks.certificate.content import CertificateContent
from credit.checks.certificate.limits import FACTS_MAX, STATEMENTS_MAX, TEXT_CHARS_MAX
from service.papers.content import InvalidPaper
from tests.factories import certificates
from tests.factories.certificates import COUNTED, REPAIRED, negative, passed_nothing_on_file


@pytest.mark.parametrize("build", certificates.VARIANTS.values(), ids=certificates.VARIANTS)
def test_every_kind_of_certificate_can_be_built(build) -> None:
    assert isinstance(build(), CertificateContent)


@pytest.mark.parametrize("reviewer", [None, ""])
def test_a_negative_result_needs_a_named_reviewer(reviewer: str | None) -> None:
    with pytest.raises(InvalidPaper, match="reviewer"):
        replace(negative(), reviewer=reviewer)


def test_who_is_not_on_file_has_no_facts() -> None:
    with pytest.raises(InvalidPaper, match="not on file"):
        replace(passed_nothing_on_file(), facts=(COUNTED,))


@pytest.mark.parametrize(
    "fact",
    [replace(REPAIRED, why_not_counted=None), replace(REPAIRED, points=Decimal(-3))],
    ids=["no reason", "points all the same"],
)
def test_a_fact_that_does_not_count_has_a_reason_and_no_points(fact) -> None:
    with pytest.raises(InvalidPaper, match="does not count"):
        replace(negative(), facts=(fact,))


@pytest.mark.parametrize("number", ["", "abc", "X H-1234", "../../etc", "号码-0001", "A" * 41])
def test_a_number_that_cannot_stand_in_an_address_is_refused(number: str) -> None:
    with pytest.raises(InvalidPaper, match="number"):
        replace(passed_nothing_on_file(), number=number, verify_url=f"https://a.cn/{number}")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)/XH20261123-000017",
        "https://a.cn/verify/XH20261123-000018",
        "https://a.cn/?q=<b>/XH20261123-000017",
        "https://a.cn/#x/XH20261123-000017",
    ],
)
def test_the_verification_address_is_http_and_ends_with_the_number(url: str) -> None:
    with pytest.raises(InvalidPaper, match="address"):
        replace(passed_nothing_on_file(), verify_url=url)


def test_a_certificate_cannot_replace_itself() -> None:
    content = passed_nothing_on_file()
    with pytest.raises(InvalidPaper, match="itself"):
        replace(content, supersedes=content.number)


@pytest.mark.parametrize("field", ["issued_at", "data_cut_off"])
def test_a_time_without_zone_is_refused(field: str) -> None:
    with pytest.raises(InvalidPaper, match="aware"):
        replace(passed_nothing_on_file(), **{field: datetime(2026, 11, 23)})  # noqa: DTZ001


def test_facts_are_limited() -> None:
    assert replace(negative(), facts=(COUNTED,) * FACTS_MAX)
    with pytest.raises(InvalidPaper, match="facts"):
        replace(negative(), facts=(COUNTED,) * (FACTS_MAX + 1))


def test_sentences_are_limited() -> None:
    assert replace(negative(), counterfactuals=("x",) * STATEMENTS_MAX)
    with pytest.raises(InvalidPaper, match="sentences"):
        replace(negative(), counterfactuals=("x",) * (STATEMENTS_MAX + 1))


def test_the_length_of_every_text_is_limited() -> None:
    assert replace(negative(), facts=(replace(COUNTED, article="条" * TEXT_CHARS_MAX),))
    with pytest.raises(InvalidPaper, match="characters"):
        replace(negative(), facts=(replace(COUNTED, article="条" * (TEXT_CHARS_MAX + 1)),))
