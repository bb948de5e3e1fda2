"""Facts and tables for the tests of the rules."""

from collections.abc import Sequence
from copy import deepcopy
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import yaml

import credit.rules
from credit.rules.facts import Fact
from credit.rules.load import load_text, read_file
from credit.rules.table import RuleTable
from credit.rules.vocabulary import FactKind, Purpose

TABLES = Path(credit.rules.__file__).parent / "tables"
DAY = date(2026, 11, 23)
NUMBERS = count(1000)

PENALTY = {
    "code": "P1",
    "name": "处罚",
    "article": "第一条",
    "when": {"kinds": ["administrative_penalty"]},
    "points": "-10",
    "counts": {"from": "decision", "years": "5"},
}

TABLE: dict[str, Any] = {
    "code": "T-1",
    "name": "试验表",
    "purpose": "school_admission",
    "district": "330106",
    "valid_from": "2026-01-01",
    "valid_to": "2026-12-31",
    "source": "试验",
    "evidence": "proposal",
    "negative_when": ["deduction", "veto", "freeze"],
    "final_required": ["administrative_penalty"],
    "final_unknown": "counts",
    "items": [PENALTY],
}


def body(**changes: Any) -> dict[str, Any]:
    """The raw mapping of a small valid table; a change of None takes the key out."""
    raw = deepcopy(TABLE) | changes
    return {key: value for key, value in raw.items() if value is not None}


def item(**changes: Any) -> dict[str, Any]:
    """The raw mapping of one item; a change of None takes the key out."""
    raw = deepcopy(PENALTY) | changes
    return {key: value for key, value in raw.items() if value is not None}


def text_of(*bodies: Any) -> str:
    return yaml.safe_dump_all(bodies, allow_unicode=True, sort_keys=False)


def load_file(path: Path, beside: Sequence[RuleTable] = ()) -> tuple[RuleTable, ...]:
    """The tables of a file, as an import reads it."""
    return load_text(read_file(path), beside)


def table(**changes: Any) -> RuleTable:
    """A validated small table."""
    (made,) = load_text(text_of(body(**changes)))
    return made


def demo(purpose: Purpose = Purpose.SCHOOL_ADMISSION) -> RuleTable:
    """XH-DEMO for one purpose."""
    tables = load_file(TABLES / "xh-demo.yaml")
    return next(one for one in tables if one.purpose is purpose)


def fact(kind: FactKind = FactKind.ADMINISTRATIVE_PENALTY, **values: Any) -> Fact:
    """A fact with a fresh number, decided on 2026-03-10 and published for a year."""
    defaults: dict[str, Any] = {
        "record_id": next(NUMBERS),
        "decided_on": date(2026, 3, 10),
        "publicity_until": date(2027, 3, 10),
        "retain_until": date(2031, 3, 10),
    }
    return Fact(kind=kind, **(defaults | values))
