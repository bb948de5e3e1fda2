"""The rows of a chunk as the sealed text that waits in the database. Pure."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from credit.checks.batches.reading import Accepted, Refused
from credit.checks.limits import CHUNK_ROWS
from credit.subjects.identifiers import Flag, Identifier, IdType, SubjectKind
from service.problems import FieldError

_TYPES = {str(one): one for one in IdType}
_KINDS = {str(one): one for one in SubjectKind}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refused row as it is shown and written into the result, in Chinese."""

    row: int
    field: str
    code: str
    message: str
    remedy: str


def chunked(
    rows: Iterable[Accepted | Refused], size: int = CHUNK_ROWS
) -> Iterator[list[Accepted | Refused]]:
    """Runs of at most `size` rows, in order."""
    rest = iter(rows)
    while block := list(islice(rest, size)):
        yield block


def pack(rows: Sequence[Accepted | Refused]) -> str:
    """One chunk as text."""
    good = [_accepted(row) for row in rows if isinstance(row, Accepted)]
    refused = [_refused(row.row, row.error) for row in rows if isinstance(row, Refused)]
    return _dump(good, refused)


def unpack(text: str) -> tuple[list[Accepted], list[Refusal]]:
    """The rows to check and the refused ones."""
    raw = json.loads(text)
    return [_to_accepted(*one) for one in raw["good"]], [Refusal(*one) for one in raw["refused"]]


def refusals_only(text: str) -> str:
    """The same chunk once done: the applicants are in their checks and need not stay here."""
    return _dump([], json.loads(text)["refused"])


def _dump(good: list[Any], refused: list[Any]) -> str:
    return json.dumps({"good": good, "refused": refused}, ensure_ascii=False, separators=(",", ":"))


def _accepted(row: Accepted) -> list[Any]:
    one = row.identifier
    return [row.row, row.name, one.id_type, one.number, one.subject_kind, one.flags]


def _to_accepted(
    row: int, name: str, id_type: str, number: str, kind: str, flags: list[str]
) -> Accepted:
    found = tuple(map(Flag, flags)) if flags else ()
    return Accepted(row, name, Identifier(_TYPES[id_type], number, _KINDS[kind], found))


def _refused(row: int, error: FieldError) -> list[Any]:
    remedy = "" if error.remedy is None else str(error.remedy)
    return [row, error.field, error.code, str(error.message), remedy]
