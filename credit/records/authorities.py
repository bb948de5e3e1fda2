"""One spelling for each authority, by the dated table `tables/authorities.yaml`."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from credit.records.dated import in_force, load_table
from credit.records.limits import PARSER_CACHE_ENTRIES
from credit.records.text import squeeze


@dataclass(frozen=True, slots=True)
class _Alias:
    names: frozenset[str]
    canonical: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: re.Pattern[str]
    canonical: str
    valid_from: date
    valid_to: date | None


_ASIDE = re.compile(r"(?:（原[^（）]*）)?[。.,;、]*$")


@lru_cache(maxsize=PARSER_CACHE_ENTRIES)
def canonical_authority(name: str, on: date) -> str:
    """The one spelling of an authority's name on a day; an unknown name only loses its blanks.

    Half-width brackets become full-width ones, as official names are written; a full stop at
    the end and an aside on the former name (原…) are no part of it.
    """
    squeezed = squeeze(name).replace("(", "（").replace(")", "）")
    squeezed = _ASIDE.sub("", squeezed) or squeezed
    aliases, rules = _table()
    for alias in in_force(aliases, on):
        if squeezed in alias.names:
            return alias.canonical
    for rule in in_force(rules, on):
        found = rule.pattern.fullmatch(squeezed)
        if found:
            parts = {key: value or "" for key, value in found.groupdict().items()}
            return rule.canonical.format_map(parts)
    return squeezed


_IN_TITLE = re.compile(
    r"^(?P<name>.{2,40}?(?:局|委员会|厅|部|院|所|队|政府|总局|中心))(?:关于|行政处罚|公开|公示|的)"
)


@lru_cache(maxsize=PARSER_CACHE_ENTRIES)
def authority_in_title(title: str) -> str | None:
    """The authority a notice's title begins with, as written there."""
    found = _IN_TITLE.match(squeeze(title))
    return found["name"] if found else None


@cache
def _table() -> tuple[tuple[_Alias, ...], tuple[_Rule, ...]]:
    raw: dict[str, Any] = load_table("authorities")
    aliases = tuple(
        _Alias(
            frozenset(squeeze(name) for name in row["names"]),
            row["canonical"],
            row["valid_from"],
            row.get("valid_to"),
        )
        for row in raw["aliases"]
    )
    rules = tuple(
        _Rule(re.compile(row["pattern"]), row["canonical"], row["valid_from"], row.get("valid_to"))
        for row in raw["rules"]
    )
    return aliases, rules
