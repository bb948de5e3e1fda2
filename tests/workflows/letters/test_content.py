"""A letter that must not go out is never made."""

from dataclasses import replace
from datetime import datetime

import pytest

from service.papers.content import Bilingual, InvalidPaper
from service.papers.envelope import from_json, to_json
from tests.factories.letters import letter, of_many_records, sealed
from workflows.letters.content import APPEALABLE, LETTER, REASONED
from workflows.letters.kinds import COMPANIONS, REPLACES, REVOKING, LetterKind
from workflows.letters.limits import RECORDS_MAX, STATEMENTS_MAX, TEXT_CHARS_MAX


@pytest.mark.parametrize("kind", LetterKind)
def test_a_letter_survives_the_way_through_its_file(kind):
    envelope = sealed(letter(kind))
    assert from_json(LETTER, to_json(envelope)) == envelope


@pytest.mark.parametrize("kind", sorted(REASONED))
def test_what_takes_something_away_gives_its_reasons(kind):
    for reason in (None, ""):
        with pytest.raises(InvalidPaper, match="reasons"):
            replace(letter(kind), reason=reason)


@pytest.mark.parametrize("kind", sorted(APPEALABLE))
def test_what_decides_against_the_party_tells_the_remedies(kind):
    told = " ".join(text.zh for text in letter(kind).remedies)
    assert "60日" in told
    assert "行政诉讼" in told
    with pytest.raises(InvalidPaper, match="remedies"):
        replace(letter(kind), remedies=())


def test_a_notice_to_supplement_says_what_is_missing():
    with pytest.raises(InvalidPaper, match="missing"):
        replace(letter(LetterKind.supplement), items=(), reason=None)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"number": "a/b"}, "number"),
        ({"replaces": "☃"}, "number"),
        ({"verify_url": "https://a.cn/verify/other"}, "address"),
        ({"issued_at": datetime(2026, 11, 23)}, "aware"),  # noqa: DTZ001 - that is the point
    ],
    ids=str,
)
def test_what_breaks_a_rule_is_refused(change, rule):
    with pytest.raises(InvalidPaper, match=rule):
        replace(letter(), **change)


def test_a_letter_cannot_replace_itself():
    with pytest.raises(InvalidPaper, match="itself"):
        replace(letter(), replaces=letter().number)


def test_lists_and_texts_are_bounded():
    assert len(of_many_records(RECORDS_MAX).records) == RECORDS_MAX
    with pytest.raises(InvalidPaper, match="records"):
        of_many_records(RECORDS_MAX + 1)
    refusal = letter(LetterKind.refusal)
    assert replace(refusal, reason="长" * TEXT_CHARS_MAX).reason
    with pytest.raises(InvalidPaper, match="characters"):
        replace(refusal, reason="长" * (TEXT_CHARS_MAX + 1))
    sentence = Bilingual("一句", "")
    assert replace(refusal, notes=(sentence,) * STATEMENTS_MAX).notes
    with pytest.raises(InvalidPaper, match="sentences"):
        replace(refusal, notes=(sentence,) * (STATEMENTS_MAX + 1))


def test_what_revokes_also_replaces_and_companions_are_replaced_with_their_letter():
    assert set(REPLACES) >= REVOKING
    for kind, companions in COMPANIONS.items():
        for replaced in REPLACES.values():
            if kind in replaced:
                assert set(companions) <= replaced
