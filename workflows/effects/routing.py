"""Which targets are to be told of an effect, and what exactly they are told. Pure."""

from datetime import date
from typing import Any

from credit.records.dated import in_force
from workflows.effects.facts import Matter, fact
from workflows.effects.targets import FieldMap, MessageMap, Table, TargetsError, target_table


def targets_for(table: Table, matter: Matter) -> tuple[str, ...]:
    """Codes of the targets for an effect on a record, each once, in the order of the table.

    Raises `TargetsError` on a day no route covers: an effect is never quietly left out.
    """
    record, aspect = matter.record, matter.effect.aspect
    named = {
        code
        for route in in_force(table.routes, matter.decided_on)
        if route.fits(matter.case.case_type, record.regime, record.authority)
        for code in route.targets.get(aspect, ())
    }
    if not named:
        raise TargetsError(f"no route for {matter.effect} on {matter.decided_on}")
    return tuple(code for code in table.targets if code in named)


def message_for(table: Table, target: str, matter: Matter) -> dict[str, Any]:
    """What the target is told besides the effect's own number and time."""
    row = _newest(table, target, matter.decided_on)
    return {
        "target": target,
        "effect": str(matter.effect),
        "case": matter.case.number,
        "mapping": f"{row.target}/{row.version}",
        "fields": {one.name: _value(one, matter) for one in row.fields},
    }


def fields_of(mapping: str) -> tuple[FieldMap, ...]:
    """The fields of a row that a message names as its `mapping`; none when the row is gone."""
    rows = (row for row in target_table().messages if f"{row.target}/{row.version}" == mapping)
    return next((row.fields for row in rows), ())


def _newest(table: Table, target: str, on: date) -> MessageMap:
    rows = [row for row in in_force(table.messages, on) if row.target == target]
    if not rows:
        raise TargetsError(f"no message for {target} on {on}")
    return max(rows, key=lambda row: (row.valid_from, row.version))


def _value(row: FieldMap, matter: Matter) -> str | None:
    if row.fact is None:
        return row.value
    text = fact(row.fact, matter)
    return text if row.values is None or text is None else row.values.get(text, text)
