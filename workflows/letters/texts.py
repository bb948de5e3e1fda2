"""The standing texts of letters in force on a day, with their places filled in. Pure."""

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from service.papers.content import Bilingual
from service.yaml_file import read_yaml
from workflows.letters.kinds import LetterKind

TABLE = Path(__file__).with_name("texts.yaml")
Row = dict[str, Any]


class NoTextCovers(LookupError):  # noqa: N818 - says what is missing
    """The table has no text of the kind for the day; nothing is issued by a default."""


@dataclass(frozen=True)
class Texts:
    """What a letter of a kind says on a day."""

    title: Bilingual
    addressee: str | None
    """Whom it is written to, when that is not the subject of the case."""
    body: tuple[Bilingual, ...]
    remedies: tuple[Bilingual, ...]
    notes: tuple[Bilingual, ...]


def texts_for(kind: LetterKind, day: date, values: Mapping[str, str]) -> Texts:
    """The texts of a kind on a day. A sentence that needs an empty value is left out.

    Raises `NoTextCovers` when the table has none, or two, for the day.
    """
    found = [row for row in in_force(_table()["letters"], day) if row["kind"] == kind]
    if len(found) != 1:
        raise NoTextCovers(f"{len(found)} texts of '{kind}' on {day}")
    (row,) = found
    return Texts(
        title=Bilingual(row["title"]["zh"], row["title"]["en"]),
        addressee=row.get("addressee"),
        body=_filled(row["body"], values),
        remedies=_filled(_of_kind("remedies", kind, day), values),
        notes=_filled(_of_kind("notes", kind, day), values),
    )


def _of_kind(section: str, kind: LetterKind, day: date) -> list[Row]:
    return [row for row in in_force(_table()[section], day) if kind in row["kinds"]]


def in_force(rows: Sequence[Row], day: date) -> list[Row]:
    """The rows of a table as it is in YAML that hold on a day; `valid_to` is no longer one."""
    return [
        row
        for row in rows
        if row["valid_from"] <= day and (row["valid_to"] is None or day < row["valid_to"])
    ]


def _filled(rows: Sequence[Row], values: Mapping[str, str]) -> tuple[Bilingual, ...]:
    return tuple(
        Bilingual(row["zh"].format_map(values), row["en"].format_map(values))
        for row in rows
        if all(values[name] for name in places_of(row["zh"]))
    )


def places_of(template: str) -> set[str]:
    """The names of the values a sentence needs."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@cache
def _table() -> dict[str, list[Row]]:
    table: dict[str, list[Row]] = read_yaml(TABLE)
    return table
