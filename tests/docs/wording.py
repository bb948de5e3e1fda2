"""What the pages of the service say, and what guides quote of it."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
PACKAGES = ("service", "credit", "workflows", "scoring")
CATALOGUE = "translations/en/LC_MESSAGES/messages.po"
NAMES = {"name", "label", "title", "name_en", "label_en", "title_en"}
"""Keys under which definitions and tables keep what pages show."""
PLACE = re.compile(r"%\(\w+\)s|\{\w+\}")
FILLED = r"[\d,]+"
"""A guide may put a number into such a place, nothing else."""
ENGLISH = "\n## English\n"
CHINESE_QUOTE, ENGLISH_QUOTE = re.compile(r"【(.+?)】"), re.compile(r"\*\*(.+?)\*\*", re.DOTALL)


def quotes(guide: str) -> tuple[list[str], list[str]]:
    """What a guide quotes of the pages: in its Chinese part in 【】, in its English in bold."""
    chinese, _, english = guide.partition(ENGLISH)
    said = [" ".join(one.split()) for one in ENGLISH_QUOTE.findall(english)]
    return CHINESE_QUOTE.findall(chinese), said


def unknown(quoted: list[str]) -> list[str]:
    """Those quotes that no page says, in either language."""
    said, patterns = texts()
    return [
        one for one in quoted if one not in said and not any(p.fullmatch(one) for p in patterns)
    ]


@cache
def texts() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """All texts of pages as they stand; and a pattern for each with places to be filled."""
    said = {text for package in PACKAGES for text in _of_package(ROOT / package)}
    patterns = tuple(
        re.compile(FILLED.join(map(re.escape, PLACE.split(text))))
        for text in said
        if PLACE.search(text)
    )
    return frozenset(said), patterns


def _of_package(package: Path) -> Iterator[str]:
    with (package / CATALOGUE).open("rb") as file:
        for entry in read_po(file, locale="en"):
            for text in (entry.id, entry.string):
                yield from (text,) if isinstance(text, str) else text
    for folder in ("definitions", "tables"):
        for path in package.glob(f"**/{folder}/*.yaml"):
            yield from _names(yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader))


def _names(node: object) -> Iterator[str]:
    if isinstance(node, list):
        for one in node:
            yield from _names(one)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in NAMES and isinstance(value, str):
                yield value
            else:
                yield from _names(value)
