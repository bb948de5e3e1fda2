"""The rows of a chunk as the sealed text that waits in the database. Pure."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from credit.checks.batches.reading import Accepted, Refused
from credit.checks.limits import CHUNK_ROWS
from credit.subjects.identifiers import Flag, Identifier, IdType, SubjectKind
from service import packed
from service.messages import Message
from service.problems import FieldError

_TYPES = {str(one): one for one in IdType}
_KINDS = {str(one): one for one in SubjectKind}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refused row, to be said in the reader's language; the result says it in Chinese."""

    row: int
    field: str
    code: str
    message: Message
    remedy: Message | None


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
    return [_to_accepted(*one) for one in raw["good"]], [
        _to_refusal(*one) for one in raw["refused"]
    ]


def refusals_only(text: str) -> str:
    """The same chunk once done: the applicants are in their checks and need not stay here."""
    return _dump([], json.loads(text)["refused"])


def _dump(good: list[Any], refused: list[Any]) -> str:
    return json.dumps({"good": good, "refused": refused}, ensure_ascii=False, separators=(",", ":"))


NO_ROWS = _dump([], [])
"""A chunk once done in which nothing was refused."""


def _accepted(row: Accepted) -> list[Any]:
    one = row.identifier
    return [row.row, row.name, one.id_type, one.number, one.subject_kind, one.flags]


def _to_accepted(
    row: int, name: str, id_type: str, number: str, kind: str, flags: list[str]
) -> Accepted:
    found = tuple(map(Flag, flags)) if flags else ()
    return Accepted(row, name, Identifier(_TYPES[id_type], number, _KINDS[kind], found))


def _refused(row: int, error: FieldError) -> list[Any]:
    remedy = packed.pack(error.remedy) if error.remedy else None
    return [row, error.field, error.code, packed.pack(error.message), remedy]


def _to_refusal(
    row: int, field: str, code: str, message: packed.Packed, remedy: packed.Packed | None
) -> Refusal:
    advice = packed.unpack(remedy) if remedy else None
    return Refusal(row, field, code, packed.unpack(message), advice)
