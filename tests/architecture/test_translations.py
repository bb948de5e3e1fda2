"""Every text for people has its English, and the two fit together."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ("service", "credit", "workflows", "scoring")
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "msg": None, "Message": None}
PLACES = re.compile(r"\{\w*\}|%\(\w+\)[sd]|%%")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SHOWN_IN_CHINESE = 5
"""Texts that name a Chinese column heading or unit, at most so many."""


def catalogue(package: str) -> dict[str, str]:
    path = ROOT / package / "translations/en/LC_MESSAGES/messages.po"
    if not path.exists():  # a package that says nothing to people
        return {}
    with path.open("rb") as file:
        return {
            (message.id if isinstance(message.id, str) else message.id[0]): (
                message.string if isinstance(message.string, str) else message.string[0]
            )
            for message in read_po(file)
            if message.id
        }


def texts(package: str) -> set[str]:
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(ROOT / package, methods, options, KEYWORDS)
    return {(text if isinstance(text, str) else text[0]) for _, _, text, _, _ in found if text} - {
        ""
    }


@pytest.mark.parametrize("package", PACKAGES)
def test_every_text_has_its_english(package):
    english = catalogue(package)
    assert sorted(text for text in texts(package) if not english.get(text)) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_no_english_is_left_over(package):
    assert sorted(set(catalogue(package)) - texts(package)) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_both_languages_have_the_same_places_for_values(package):
    odd = {
        text: english
        for text, english in catalogue(package).items()
        if sorted(PLACES.findall(text)) != sorted(PLACES.findall(english))
    }
    assert odd == {}


@pytest.mark.parametrize("package", PACKAGES)
def test_the_english_is_english(package):
    mixed = [english for english in catalogue(package).values() if CHINESE.search(english)]
    assert len(mixed) <= SHOWN_IN_CHINESE


def test_one_text_has_one_english():
    """All packages share one catalogue when the service runs: of two the last would win."""
    said: dict[str, set[str]] = {}
    for package in PACKAGES:
        for text, english in catalogue(package).items():
            said.setdefault(text, set()).add(english)
    assert {text: ways for text, ways in said.items() if len(ways) > 1} == {}
