"""The table of targets (`targets.yaml`): its rows, read and checked as a whole. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from credit.records.dated import in_force
from service.yaml_file import read_yaml
from workflows.effects.facts import FACTS
from workflows.effects.kinds import Aspect, Effect

TABLE = Path(__file__).with_name("targets.yaml")
_ROUTE_KEYS = {
    "targets",
    "valid_from",
    "valid_to",
    "source",
    "evidence",
    "case_types",
    "regimes",
    "authority_contains",
}
_MESSAGE_KEYS = {"target", "version", "valid_from", "valid_to", "source", "evidence", "fields"}


class TargetsError(Exception):
    """`targets.yaml` does not hold what it must; the message says where."""


@dataclass(frozen=True, slots=True)
class Target:
    """A system in which a record has effect."""

    code: str
    name: str
    name_en: str
    in_house: bool = False
    """True for this service itself: nothing is sent, the database is looked at."""


@dataclass(frozen=True, slots=True)
class Route:
    """Which targets are told of which aspect, for the records it fits."""

    targets: Mapping[Aspect, tuple[str, ...]]
    valid_from: date
    valid_to: date | None
    source: str
    evidence: str
    case_types: frozenset[str] = frozenset()
    regimes: frozenset[str] = frozenset()
    authority_contains: tuple[str, ...] = ()

    @property
    def fits_all(self) -> bool:
        """True when it names no condition."""
        return not (self.case_types or self.regimes or self.authority_contains)

    def fits(self, case_type: str, regime: str | None, authority: str) -> bool:
        """True when all conditions it names hold."""
        return (
            (not self.case_types or case_type in self.case_types)
            and (not self.regimes or regime in self.regimes)
            and (
                not self.authority_contains
                or any(part in authority for part in self.authority_contains)
            )
        )


@dataclass(frozen=True, slots=True)
class FieldMap:
    """One field of a message: a fact, translated where the target has words of its own."""

    name: str
    fact: str | None
    value: str | None = None
    values: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class MessageMap:
    """How one target's messages are filled."""

    target: str
    version: int
    valid_from: date
    valid_to: date | None
    source: str
    evidence: str
    fields: tuple[FieldMap, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The whole of `targets.yaml`."""

    targets: Mapping[str, Target]
    routes: tuple[Route, ...]
    messages: tuple[MessageMap, ...]


@cache
def target_table() -> Table:
    """The table that comes with the service, read once. Raises `TargetsError`."""
    return parse_table(read_yaml(TABLE))


def parse_table(raw: Any) -> Table:
    """Check a parsed YAML document as a whole. Raises `TargetsError`."""
    try:
        targets = {code: Target(code, **row) for code, row in raw["targets"].items()}
        routes = tuple(_route(row, targets) for row in raw["routes"])
        messages = tuple(_message(row, targets) for row in raw["messages"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise TargetsError(f"targets.yaml: {type(error).__name__}: {error}") from error
    table = Table(targets, routes, messages)
    _check_whole(table)
    return table


def _known(keys: Iterable[str], row: Mapping[str, Any]) -> None:
    if odd := set(row) - set(keys):
        raise ValueError(f"unknown keys {sorted(odd)}")


def _dates(row: Mapping[str, Any]) -> tuple[date, date | None]:
    since, until = row["valid_from"], row.get("valid_to")
    if not isinstance(since, date) or not (until is None or isinstance(until, date)):
        raise ValueError("valid_from and valid_to must be days")
    if until is not None and until <= since:
        raise ValueError(f"a row in force from {since} cannot end on {until}")
    if not row["source"] or not row["evidence"]:
        raise ValueError("a row needs its source and evidence")
    return since, until


def _route(row: Mapping[str, Any], targets: Mapping[str, Target]) -> Route:
    _known(_ROUTE_KEYS, row)
    named = {Aspect(aspect): tuple(codes) for aspect, codes in row["targets"].items()}
    for code in {code for codes in named.values() for code in codes}:
        if code not in targets:
            raise ValueError(f"a route names '{code}', which is no target")
    return Route(
        named,
        *_dates(row),
        row["source"],
        row["evidence"],
        frozenset(row.get("case_types", ())),
        frozenset(row.get("regimes", ())),
        tuple(row.get("authority_contains", ())),
    )


def _message(row: Mapping[str, Any], targets: Mapping[str, Target]) -> MessageMap:
    _known(_MESSAGE_KEYS, row)
    if row["target"] not in targets:
        raise ValueError(f"a message is for '{row['target']}', which is no target")
    fields = tuple(_field(one) for one in row["fields"])
    if len({one.name for one in fields}) != len(fields):
        raise ValueError(f"message {row['target']}/{row['version']} names a field twice")
    return MessageMap(
        row["target"],
        int(row["version"]),
        *_dates(row),
        row["source"],
        row["evidence"],
        fields,
    )


def _field(row: Mapping[str, Any]) -> FieldMap:
    _known(("name", "from", "value", "values"), row)
    name, source, value = row["name"], row.get("from"), row.get("value")
    if (source is None) == (value is None):
        raise ValueError(f"field '{name}' needs either from or value")
    if source is not None and source not in FACTS:
        raise ValueError(f"field '{name}' asks for '{source}', which is no fact")
    values = row.get("values")
    if source == "effect.code" and values and not set(values) <= set(Effect):
        raise ValueError(f"field '{name}' translates what is no effect")
    return FieldMap(name, source, value, values)


def _check_whole(table: Table) -> None:
    """Whatever the record, each aspect has a target, and each target has its words."""
    days = {row.valid_from for row in table.routes} | {row.valid_from for row in table.messages}
    for day in sorted(days):
        routes = in_force(table.routes, day)
        told = {aspect for route in routes if route.fits_all for aspect in route.targets}
        if routes and told != set(Aspect):
            raise TargetsError(f"targets.yaml: from {day} on, some aspect has no route for all")
        codes = {code for route in routes for row in route.targets.values() for code in row}
        if lacking := codes - {row.target for row in in_force(table.messages, day)}:
            raise TargetsError(f"targets.yaml: from {day} on, {sorted(lacking)} has no message")
