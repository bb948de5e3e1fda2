"""What objections have written on a record, and what of it a later delivery must leave. Pure.

A source may go on sending the wrong value for years. Wherever it repeats what was corrected the
correction holds; where it says a third thing, that is a newer determination and goes before.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

MARK = "objection_open"
"""Attribute of a record under objection: {case, on}."""
RESULT = "objection"
"""Attribute of a record an objection was upheld about: {case, on, result, removed}."""
CORRECTION = "correction"
"""Attribute of a corrected record: column -> [wrong, right] as JSON."""
SUPPLEMENTS = "supplements"
"""Attribute of a supplemented record: a list of {case, on, text}."""
SAID_BY_OBJECTIONS = (MARK, RESULT, CORRECTION, SUPPLEMENTS)


def as_text(value: Any) -> str | None:
    """A column's value as attributes keep it."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"  # yuan, whatever noughts stand behind the point
    return None if value is None else str(value)


def corrections(
    had: Mapping[str, Any], wrong: Mapping[str, Any], right: Mapping[str, Any]
) -> dict[str, list[str | None]]:
    """All corrections of a record after another one; what its source says stays what it was."""
    earlier: dict[str, list[str | None]] = dict(had.get(CORRECTION, {}))
    for name, value in right.items():
        source = earlier[name][0] if name in earlier else as_text(wrong[name])
        earlier[name] = [source, as_text(value)]
    return earlier


def is_deleted(attributes: Mapping[str, Any]) -> bool:
    """Whether an objection found the whole record wrong."""
    return bool(attributes.get(RESULT, {}).get("result") == "delete")


def is_removed(attributes: Mapping[str, Any]) -> bool:
    """Whether an objection took the subject off the list."""
    return bool(attributes.get(RESULT, {}).get("removed", False))


def keep_corrections(before: Mapping[str, Any], after: dict[str, Any]) -> bool:
    """Put back what was corrected where the source repeats what was wrong; whether any was.

    What the source itself has put right, or says otherwise now, is forgotten as a correction.
    """
    kept = {
        name: [wrong, right]
        for name, (wrong, right) in before["attributes"].get(CORRECTION, {}).items()
        if as_text(after[name]) == wrong
    }
    attributes = {**after["attributes"], CORRECTION: kept}
    if not kept:
        attributes.pop(CORRECTION)
    after["attributes"] = attributes
    for name in kept:
        after[name] = before[name]
    return bool(kept)
