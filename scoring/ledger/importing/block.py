"""One block of rows written in the caller's transaction; each row gets its one outcome."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from scoring.ledger.importing.book import Book
from scoring.ledger.importing.limits import CELLS_KEPT_CHARS_MAX
from scoring.ledger.importing.lookups import (
    Members,
    SameFile,
    counted_events,
    same_file,
    tally_of,
)
from scoring.ledger.importing.outcome import Outcome
from scoring.ledger.importing.rows import Draft, Faulty
from scoring.ledger.importing.settle import Settler, Taken, Wanted
from scoring.ledger.importing.write import Stamp, Writer
from service.messages import Message, msg
from service.packed import pack
from service.private import seal
from service.problems import FieldError

_LOCK = text("SELECT pg_advisory_xact_lock(:key, hashtext(:code))")
IMPORTS_LOCK = 0x43575F50
"""Advisory lock, with the community: blocks of its imports are written one after another, so that
two imports of the same file see what each has taken. Taken before any member is held."""

Sheet = Sequence[Draft | Faulty]


@dataclass(frozen=True)
class Source:
    """What is imported, for whom."""

    import_id: UUID
    file_id: UUID
    stamp: Stamp


@dataclass
class BlockResult:
    """What became of a block."""

    rows: int
    counts: Counter[Outcome] = field(default_factory=Counter)
    issues: list[tuple[Any, ...]] = field(default_factory=list)
    """Row, column, message, remedy and cells of each refused row."""


def write_block(
    session: Session, source: Source, book: Book, first: int, rows: Sheet
) -> BlockResult:
    """Write the awards of a block, whose first row is the `first`-th of the sheet (from 0)."""
    stamp = source.stamp
    session.execute(_LOCK, {"key": IMPORTS_LOCK, "code": stamp.community_code})
    before = same_file(
        session, stamp.community_code, source.import_id, source.file_id,
        (rows[0].row, rows[-1].row),
    )  # fmt: skip
    drafts = [row for row in rows if isinstance(row, Draft)]
    members = Members(session, stamp.community_code, (draft.who for draft in drafts))
    book.refresh(session)
    settler = Settler(members, book, stamp.actor.id, stamp.today, stamp.community_code)
    looked = [settler.look(row) if isinstance(row, Draft) else row.errors for row in rows]
    result = BlockResult(len(rows))
    taken = _settle(session, settler, rows, looked, before, first, result)
    Writer(stamp).write(session, taken)
    return result


def _settle(
    session: Session,
    settler: Settler,
    rows: Sheet,
    looked: Sequence[Wanted | list[FieldError]],
    before: SameFile,
    first: int,
    result: BlockResult,
) -> list[Taken]:
    wanted = [one for one in looked if isinstance(one, Wanted)]
    counted = counted_events(session, settler.community_code, [
        (one.draft.event_id, one.member.id) for one in wanted if one.draft.event_id is not None
    ])  # fmt: skip
    tally = tally_of(session, [
        (one.member.id, one.item.code, one.draft.done_on)
        for one in wanted if one.item.code in one.page.limited
    ])  # fmt: skip
    taken: list[Taken] = []
    for ordinal, (row, one) in enumerate(zip(rows, looked, strict=True), start=first):
        told: Taken | Outcome | list[FieldError]
        if isinstance(row, Draft) and row.event_id is None and before.has_taken(ordinal, row.row):
            told = Outcome.unchanged
        else:
            told = settler.count(one, counted, tally) if isinstance(one, Wanted) else one
        if isinstance(told, Taken):
            taken.append(told)
            told = told.outcome
        if isinstance(told, list):
            result.issues.append(_issue(row, told))
            told = Outcome.refused
        result.counts[told] += 1
    return taken


def _issue(row: Draft | Faulty, errors: list[FieldError]) -> tuple[Any, ...]:
    columns = "、".join(dict.fromkeys(error.field for error in errors))
    remedies = {str(error.remedy): error.remedy for error in errors if error.remedy is not None}
    cells = json.dumps(list(row.cells), ensure_ascii=False)
    if len(cells) > CELLS_KEPT_CHARS_MAX:
        share = CELLS_KEPT_CHARS_MAX // (2 * len(row.cells))
        cells = json.dumps([text[:share] for text in row.cells], ensure_ascii=False)
    return (
        row.row,
        columns,
        pack(_joined([error.message for error in errors]), _storable),
        pack(_joined(list(remedies.values())), _storable),
        seal(_storable(cells)),
    )


def _joined(messages: Sequence[Message]) -> Message:
    """Sentences one after the other."""
    first, *others = messages
    return msg("{first} {others}", first=first, others=_joined(others)) if others else first


def _storable(given: str) -> str:
    """A text as the database can hold it."""
    return given.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
