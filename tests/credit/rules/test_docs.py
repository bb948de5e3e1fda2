"""The page an office writes its table by says what the code does."""

import re
from pathlib import Path

import pytest

from credit.rules.load import load_text
from credit.rules.reasons import SENTENCES, Reason
from credit.rules.vocabulary import (
    CountsFrom,
    Evidence,
    FactKind,
    FinalUnknown,
    NegativeWhen,
    PenaltyKind,
    Purpose,
    RepeatOf,
    Tier,
)

PAGE = (Path(__file__).parents[3] / "docs" / "rules.md").read_text(encoding="utf-8")
WORDS = [
    *CountsFrom,
    *Evidence,
    *FactKind,
    *FinalUnknown,
    *NegativeWhen,
    *PenaltyKind,
    *Purpose,
    *Reason,
    *RepeatOf,
    *Tier,
]


def test_the_example_on_the_page_is_a_table() -> None:
    example = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert example
    assert load_text(example[1])[0].code == "XH-2027"


@pytest.mark.parametrize("word", sorted({word.value for word in WORDS}))
def test_every_word_a_table_may_use_is_on_the_page(word: str) -> None:
    assert re.search(rf"\b{word}\b", PAGE)


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_a_sentence(reason: Reason) -> None:
    assert str(SENTENCES[reason]).endswith("。")
