"""The table of texts covers every kind, names its sources, and leaves no place unfilled."""

from datetime import date
from itertools import pairwise

import pytest

from workflows.letters import commitment, texts
from workflows.letters.kinds import LetterKind
from workflows.letters.texts import NoTextCovers, places_of, texts_for

DAY = date(2026, 11, 23)
PLACES = {
    "subject", "code", "case", "case_type", "case_type_en", "submitted", "due", "days",
    "authority", "platform", "today", "about", "related",
}  # fmt: skip
VALUES = {name: f"<{name}>" for name in PLACES}
EVIDENCE = {"official", "found", "unverified", "proposal"}


def rows():
    table = texts._table()
    return [row for section in ("letters", "remedies", "notes") for row in table[section]]


@pytest.mark.parametrize("kind", LetterKind)
def test_every_kind_has_a_text_that_speaks_both_languages(kind):
    found = texts_for(kind, DAY, VALUES)
    assert found.body
    for sentence in (found.title, *found.body, *found.remedies, *found.notes):
        assert sentence.zh
        assert sentence.en
        assert "{" not in sentence.zh + sentence.en


@pytest.mark.parametrize("name", sorted(PLACES))
def test_a_sentence_without_its_value_is_left_out(name):
    for kind in LetterKind:
        whole = texts_for(kind, DAY, VALUES).body
        kept = texts_for(kind, DAY, VALUES | {name: ""}).body
        assert len(kept) == sum(f"<{name}>" not in sentence.zh for sentence in whole)


def test_no_text_stands_before_its_law():
    with pytest.raises(NoTextCovers):
        texts_for(LetterKind.grant, date(2026, 3, 31), VALUES)
    assert texts_for(LetterKind.grant, date(2026, 4, 1), VALUES).body


def test_each_row_names_its_source_and_how_sure_it_is():
    editions = commitment._table()
    for row in [*rows(), *editions]:
        assert row["source"], row
        assert row["evidence"] in EVIDENCE, row
        assert row["valid_to"] is None or row["valid_from"] < row["valid_to"], row


def test_the_texts_ask_for_no_value_a_letter_does_not_have():
    for row in texts._table()["letters"]:
        for sentence in row["body"]:
            assert places_of(sentence["zh"]) <= PLACES
            assert places_of(sentence["en"]) <= places_of(sentence["zh"]) | {"case_type_en"}


def test_no_two_texts_of_a_kind_hold_on_one_day():
    for kind in LetterKind:
        of_kind = [row for row in texts._table()["letters"] if row["kind"] == kind]
        for earlier, later in pairwise(sorted(of_kind, key=lambda row: row["valid_from"])):
            assert earlier["valid_to"] is not None
            assert earlier["valid_to"] <= later["valid_from"]
