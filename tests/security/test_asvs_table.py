"""docs/security.md answers every requirement of ASVS 5.0 levels 1 and 2 once, by what is there."""

import re
from collections import Counter
from functools import cache

import pytest

from service.settings import REPOSITORY

DOCUMENT = (REPOSITORY / "docs" / "security.md").read_text(encoding="utf-8")
SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1,
    "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4,
    "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5,
    "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2,
    "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11,
    "10.5": 5, "10.6": 2, "10.7": 3, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1,
    "11.6": 1, "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5,
    "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1, "16.2": 5,
    "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4, "17.3": 2,
}  # fmt: skip
"""Requirements of levels 1 and 2 in each section of the standard, which numbers them first."""
REQUIREMENTS = [f"{section}.{n}" for section, most in SECTIONS.items() for n in range(1, most + 1)]
ROW = re.compile(
    r"^\| (\d+\.\d+\.\d+)(?:–(\d+\.\d+\.\d+))? \| (.) \| (.+?) \| (.+) \|$", re.MULTILINE
)
NAMED = re.compile(r"`((?:[\w.-]+/)+[\w.-]+\.\w+)(?:::(\w+))?`")
PLAIN = re.compile(r"`([\w-]+\.(?:md|txt|yaml|toml))`")


def rows() -> list[tuple[list[str], str, str]]:
    """(requirements, mark, where) of each line of the tables."""
    found = []
    for first, last, mark, _, where in ROW.findall(DOCUMENT):
        start, end = REQUIREMENTS.index(first), REQUIREMENTS.index(last or first)
        found.append((REQUIREMENTS[start : end + 1], mark, where))
    return found


@cache
def text_of(path: str) -> str:
    return (REPOSITORY / path).read_text(encoding="utf-8")


def test_the_standard_has_so_many_requirements_of_these_levels():
    assert len(REQUIREMENTS) == 253


def test_every_requirement_is_answered_once_in_order():
    answered = [one for numbers, _, _ in rows() for one in numbers]
    assert [one for one, times in Counter(answered).items() if times > 1] == []
    assert answered == REQUIREMENTS


def test_every_answer_is_a_mark_and_something_that_can_be_looked_at():
    for numbers, mark, where in rows():
        assert mark in "✔◐–", numbers
        if mark == "◐":
            assert re.search(r"needed|operator|cannot|put them", where, re.IGNORECASE), numbers
    shown = [bool(NAMED.search(where)) for _, mark, where in rows() if mark == "✔"]
    assert sum(shown) > 0.85 * len(shown)


@pytest.mark.parametrize("kind", ["file", "test"])
def test_every_file_and_test_named_is_there(kind):
    named = NAMED.findall(DOCUMENT) + [(path, "") for path in PLAIN.findall(DOCUMENT)]
    assert len(named) > 150
    if kind == "file":
        missing = {path for path, _ in named if not _exists(path)}
    else:
        missing = {
            f"{path}::{name}"
            for path, name in named
            if name and not re.search(rf"^def {name}\(", text_of(path), re.MULTILINE)
        }
    assert missing == set()


def _exists(path: str) -> bool:
    return any((REPOSITORY / folder / path).is_file() for folder in ("", "docs", "service/access"))
