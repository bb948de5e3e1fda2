"""Reads a case definition from YAML. Pure.

Raises `DefinitionError`, which names the place, for anything that is not as it must be.
"""

from collections.abc import Mapping
from dataclasses import fields as columns
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from service.yaml_file import read_yaml
from workflows.engine.definition import (
    ActionRule,
    ClockRule,
    Definition,
    Demand,
    FieldRule,
    State,
)
from workflows.engine.party import Party

Made = TypeVar("Made")
_HEAD = {"states", "actions", "clocks", "valid_from", "opened_by", "parties", "end"}
_RENAMED = {"from": "sources", "to": "target"}


class DefinitionError(ValueError):
    """A definition that no case may begin with; the text names the place."""


def read_definition(path: Path) -> tuple[Definition, dict[str, Any]]:
    """A definition and its content as JSON holds it, for the store of versions."""
    raw = read_yaml(path)
    if not isinstance(raw, dict):
        raise DefinitionError(f"{path.name}: not a definition")
    content = raw | {"valid_from": str(raw.get("valid_from"))}
    try:
        return parse_definition(content), content
    except DefinitionError as error:
        raise DefinitionError(f"{path.name}: {error}") from error


def parse_definition(raw: Mapping[str, Any]) -> Definition:
    """A definition from its content."""
    _refuse_unknown(raw, Definition, "definition")
    try:
        return Definition(
            **{key: value for key, value in raw.items() if key not in _HEAD},
            valid_from=date.fromisoformat(raw["valid_from"]),
            opened_by=frozenset(Party(one) for one in raw["opened_by"]),
            states={code: _state(code, one) for code, one in raw["states"].items()},
            clocks={code: _clock(code, one) for code, one in (raw.get("clocks") or {}).items()},
            actions={code: _action(code, one) for code, one in raw["actions"].items()},
            end=(raw["end"]["zh"], raw["end"]["en"]) if raw.get("end") else None,
            parties={
                Party(code): (one["zh"], one["en"])
                for code, one in (raw.get("parties") or {}).items()
            },
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        if isinstance(error, DefinitionError):
            raise
        raise DefinitionError(f"{type(error).__name__}: {error}") from error


def _state(code: str, raw: Mapping[str, Any]) -> State:
    place = f"state {code}"
    _refuse_unknown(raw, State, place)
    return _made(State, place, {**raw, "code": code, "owner": Party(raw["owner"])})


def _clock(code: str, raw: Mapping[str, Any]) -> ClockRule:
    place = f"clock {code}"
    _refuse_unknown(raw, ClockRule, place)
    return _made(ClockRule, place, {**raw, "code": code})


def _action(code: str, raw: Mapping[str, Any]) -> ActionRule:
    place = f"action {code}"
    values = {_RENAMED.get(key, key): value for key, value in raw.items()}
    _refuse_unknown(values, ActionRule, place)
    values |= {
        "code": code,
        "sources": frozenset(values["sources"]),
        "target": values.get("target"),
        "by": frozenset(Party(one) for one in values["by"]),
        "reason": Demand(values.get("reason", Demand.none)),
        "notify": frozenset(Party(one) for one in values.get("notify", ())),
        "fields": tuple(_field(code, one) for one in values.get("fields", ())),
        "extends": tuple((values.get("extends") or {}).items()),
        "prepared_reasons": tuple(
            (one["zh"], one["en"]) for one in values.get("prepared_reasons", ())
        ),
    }
    for name in ("guards", "starts", "stops", "consequences"):
        values[name] = tuple(values.get(name, ()))
    return _made(ActionRule, place, values)


def _field(action: str, raw: Mapping[str, Any]) -> FieldRule:
    place = f"action {action}, field {raw.get('name')}"
    _refuse_unknown(raw, FieldRule, place)
    return _made(FieldRule, place, {**raw, "choices": tuple(raw.get("choices", ()))})


def _made(kind: type[Made], place: str, values: Mapping[str, Any]) -> Made:
    try:
        return kind(**values)
    except TypeError as error:
        raise DefinitionError(f"{place}: {error}") from error


def _refuse_unknown(raw: Mapping[str, Any], kind: type[Any], place: str) -> None:
    known = {column.name for column in columns(kind)}
    unknown = sorted(set(raw) - known)
    if unknown:
        raise DefinitionError(f"{place}: unknown {', '.join(unknown)}")
