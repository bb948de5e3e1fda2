"""The dated tables of a report: its sections, and its standing texts. Pure but for reading them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from credit.records.dated import in_force
from credit.rules.vocabulary import FactKind
from service.papers.content import Bilingual
from service.yaml_file import read_yaml

TABLES = Path(__file__).parent / "tables"


class Holds(StrEnum):
    """What stands in a section."""

    registration = "registration"
    records = "records"
    honours = "honours"
    measures = "measures"
    advice = "advice"


@dataclass(frozen=True)
class SectionRow:
    """One heading."""

    code: str
    title: Bilingual
    holds: Holds
    kinds: frozenset[FactKind]
    collected: bool


@dataclass(frozen=True)
class StandingText:
    """One remedy or note."""

    kind: str
    text: Bilingual
    valid_from: date
    valid_to: date | None


@cache
def all_sections() -> tuple[SectionRow, ...]:
    """Every section, in order. Raises ValueError where a kind stands nowhere or twice."""
    raw = _read("sections")
    rows = tuple(_section(line) for line in raw["sections"])
    placed = [kind for row in rows for kind in row.kinds]
    if sorted(placed) != sorted(set(FactKind) - {FactKind.HONOUR}):
        raise ValueError("sections.yaml: each adverse kind must stand in exactly one section")
    return rows


def texts_on(kind: str, day: date) -> tuple[Bilingual, ...]:
    """The standing texts of a kind in force on a day, in the order of the table."""
    return tuple(one.text for one in in_force(_texts(), day) if one.kind == kind)


def not_collected(rows: Iterable[SectionRow]) -> Bilingual | None:
    """The note that says of which sections this service brings in nothing."""
    titles = [row.title for row in rows if not row.collected]
    if not titles:
        return None
    zh, en = "、".join(one.zh for one in titles), ", ".join(one.en for one in titles)
    return Bilingual(
        f"{zh}：本系统不归集此类信息，请向有关主管部门查询。",
        f"{en}: not brought in by this service; ask the department in charge.",
    )


@cache
def _texts() -> tuple[StandingText, ...]:
    return tuple(
        StandingText(
            line["kind"], Bilingual(line["zh"], line["en"]), line["valid_from"], line["valid_to"]
        )
        for line in _read("notes")["notes"]
    )


def _read(name: str) -> Any:
    return read_yaml(TABLES / f"{name}.yaml")


def _section(line: dict[str, Any]) -> SectionRow:
    return SectionRow(
        code=line["code"],
        title=Bilingual(line["zh"], line["en"]),
        holds=Holds(line["holds"]),
        kinds=frozenset(FactKind(kind) for kind in line.get("kinds", ())),
        collected=line["collected"],
    )
