"""Small files of numbers and verdicts, see tests/data/identifiers/SOURCE.txt."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from credit.subjects.identifiers import IdType, InvalidIdentifier, parse

TODAY = date(2026, 3, 25)
_DATA = Path(__file__).parents[3] / "data" / "identifiers"


def vectors(name: str) -> list[tuple[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return [(row["number"], row["expected"]) for row in csv.DictReader(file)]


def naughty_strings() -> list[str]:
    entries = json.loads((_DATA / "naughty.json").read_text(encoding="utf-8"))
    return [*entries, "", "\x00", "٣٣٠١٠٦١٩٩٠٠٣٠٧٠٠٢١", "①②③④⑤⑥⑦⑧", "\ud800", "1" * 100_000]


def reason(id_type: IdType, text: str) -> str:
    with pytest.raises(InvalidIdentifier) as refused:
        parse(id_type, text, today=TODAY)
    return refused.value.reason
