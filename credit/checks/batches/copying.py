"""COPY of the checks of one chunk: the same values as a single check writes, in one stream."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from credit.rules.facts import canonical_json
from service.private.bulk import sealer

VARYING = (
    "number", "subject_id", "subject_kind", "id_type", "id_index", "id_sealed", "id_mask",
    "name_sealed", "name_mask", "outcome", "on_file", "points", "hold_reasons", "snapshot",
    "batch_row",
)  # fmt: skip
CONSTANT = (
    "purpose", "basis_kind", "basis_reference", "as_of", "rule_set_id", "engine", "batch_id",
    "created_by", "created_by_id", "created_at",
)  # fmt: skip
"""Columns that are the same for all checks of one batch; encoded once a chunk."""
STATEMENT = f"COPY credit_check ({', '.join((*VARYING, *CONSTANT))}) FROM STDIN"
ROWS_PER_WRITE = 200
NULL = "\\N"
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})

Values = Mapping[str, Any]
Seal = Callable[[str], bytes]


def copy_checks(session: Session, checks: Sequence[Values]) -> None:
    """Write the checks of one batch (the values `check_values` made) in this transaction."""
    driver: Any = session.connection().connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(STATEMENT) as copy:
        for block in _blocks(checks):
            copy.write(block)


def _blocks(checks: Sequence[Values]) -> Iterator[str]:
    if not checks:
        return
    tail = "\t".join(_plain(checks[0][name]) for name in CONSTANT) + "\n"
    seal = sealer()
    for start in range(0, len(checks), ROWS_PER_WRITE):
        block = checks[start : start + ROWS_PER_WRITE]
        yield "".join([f"{_varying(one, seal)}\t{tail}" for one in block])


def _varying(one: Values, seal: Seal) -> str:
    subject, snapshot, holds = one["subject_id"], one["snapshot"], one["hold_reasons"]
    return (
        f"{one['number']}\t{NULL if subject is None else subject}\t{one['subject_kind']}\t"
        f"{one['id_type']}\t\\\\x{one['id_index'].hex()}\t\\\\x{seal(one['id_sealed']).hex()}\t"
        f"{_text(one['id_mask'])}\t\\\\x{seal(one['name_sealed']).hex()}\t"
        f"{_text(one['name_mask'])}\t{one['outcome']}\t{'t' if one['on_file'] else 'f'}\t"
        f"{one['points']}\t{_text(json.dumps(holds)) if holds else '[]'}\t"
        f"{NULL if snapshot is None else _text(canonical_json(snapshot))}\t{one['batch_row']}"
    )


def _plain(value: object) -> str:
    return NULL if value is None else _text(str(value))


def _text(text: str) -> str:
    return text.translate(_ESCAPES)
