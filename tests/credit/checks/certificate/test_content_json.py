import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit.checks.certificate.content import CERTIFICATE, CertificateContent
from service.papers import plain
from service.papers.content import InvalidPaper
from service.papers.plain import plain_decimal
from tests.factories import certificates
from tests.factories.certificates import negative, passed_nothing_on_file


def to_plain(content: CertificateContent) -> dict[str, Any]:
    return plain.to_plain(content, CERTIFICATE.format)


def from_plain(values: object) -> CertificateContent:
    return plain.from_plain(values, CertificateContent, CERTIFICATE.format)


def canonical(content: CertificateContent) -> bytes:
    return plain.canonical_json(to_plain(content))


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@pytest.mark.parametrize("build", certificates.VARIANTS.values(), ids=certificates.VARIANTS)
def test_content_survives_the_way_through_json(build) -> None:
    content = build()
    assert from_plain(json.loads(canonical(content))) == content


@given(name=TEXT, reason=TEXT, points=st.decimals(-999, 999, places=2))
def test_any_text_and_any_points_survive_and_have_one_form(name, reason, points) -> None:
    content = negative()
    changed = replace(
        content,
        points=points,
        subject=replace(content.subject, name_masked=name),
        counterfactuals=(reason,),
    )
    again = from_plain(json.loads(canonical(changed)))
    assert again == changed
    assert canonical(again) == canonical(changed)


def test_canonical_json_is_sorted_utf8_without_spaces() -> None:
    text = canonical(passed_nothing_on_file()).decode()
    assert text.startswith(
        '{"as_of":"2026-11-23","basis_kind":"authorisation","counterfactuals":[]'
    )
    assert '"issued_at":"2026-11-23T10:15:30+08:00"' in text
    assert '"name_masked":"张*三"' in text


@pytest.mark.parametrize(
    ("number", "text"),
    [("0", "0"), ("-0.0", "0"), ("100", "100"), ("-2.50", "-2.5"), ("1E+2", "100"), ("-10", "-10")],
)
def test_points_have_one_written_form(number: str, text: str) -> None:
    assert plain_decimal(Decimal(number)) == text


@pytest.mark.parametrize(
    "change",
    [
        {"format": "something/else"},
        {"points": "NaN"},
        {"points": "1e999999"},
        {"points": "1234567890123"},
        {"points": 3},
        {"points": "-10.0"},
        {"as_of": "20261123"},
        {"issued_at": "2026-11-23 10:15:30+08:00"},
        {"on_file": 1},
        {"outcome": "held"},
        {"as_of": "yesterday"},
        {"facts": {}},
        {"facts": [{}]},
        {"subject": None},
        {"reviewer": 7},
        {"extra": "member"},
    ],
    ids=str,
)
def test_what_the_format_does_not_say_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(InvalidPaper):
        from_plain({**to_plain(negative()), **change})


def test_a_missing_member_is_refused() -> None:
    values = to_plain(negative())
    del values["reviewer"]
    with pytest.raises(InvalidPaper):
        from_plain(values)


@pytest.mark.parametrize("values", [None, [], "text", 3])
def test_what_is_no_object_is_refused(values: object) -> None:
    with pytest.raises(InvalidPaper):
        from_plain(values)
