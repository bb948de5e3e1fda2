"""The standing texts on a certificate: remedies and notes in force on its day."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from service.papers.content import Bilingual
from service.yaml_file import read_yaml


@dataclass(frozen=True)
class Notices:
    """What goes into `CertificateContent.remedies` and `.notes`."""

    remedies: tuple[Bilingual, ...]
    notes: tuple[Bilingual, ...]


def notices_for(purpose: str, day: date) -> Notices:
    """The texts for a purpose on a day, in the order of the table."""
    entries = [entry for entry in _table() if _applies(entry, purpose, day)]
    return Notices(
        remedies=tuple(_text(entry) for entry in entries if entry["kind"] == "remedy"),
        notes=tuple(_text(entry) for entry in entries if entry["kind"] == "note"),
    )


def _applies(entry: dict[str, Any], purpose: str, day: date) -> bool:
    until = entry["valid_to"]
    in_force = entry["valid_from"] <= day and (until is None or day < until)
    return in_force and purpose in entry.get("purposes", [purpose])


def _text(entry: dict[str, Any]) -> Bilingual:
    return Bilingual(zh=entry["zh"], en=entry["en"])


@cache
def _table() -> list[dict[str, Any]]:
    text = resources.files(__package__).joinpath("notices.yaml").read_text(encoding="utf-8")
    entries: list[dict[str, Any]] = read_yaml(text)["notices"]
    return entries
