"""Query-log entries by the thousand: those of one operator on one basis, written in one COPY.

An entry is the same, byte by byte, as `service.query_rows` makes it. What all entries of
the block share is brought into canonical form once; only what differs is filled in.
"""

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from flask import current_app

from service import clock
from service.audit import canonical
from service.audit.actor import Actor, current_actor, current_request_id
from service.audit.ids import microseconds
from service.audit.service import QueryRead
from service.audit.trails import QUERY
from service.database import db
from service.database.copied import copied_text

ROWS_PER_WRITE = 200
_RANDOM_BYTES = 10
_PLACES = ("id", "subject", "kind", "result", "ref")


class Read(NamedTuple):
    """What differs from one entry of a block to the next; the texts are plain ASCII words."""

    subject_index: bytes
    subject_kind: str
    result_hash: bytes
    object_ref: str


def record_query_block(
    shared: QueryRead, reads: Iterable[Read], *, actor: Actor | None = None
) -> int:
    """COPY the entries of a block into the current transaction; returns how many.

    `shared` gives basis, purpose, fields, channel and outcome of all of them. Raises
    ValueError where a kind or a reference is not a plain word.
    """
    driver: Any = db.session().connection().connection.driver_connection
    statement = f"COPY {QUERY.table} ({', '.join(QUERY.columns)}) FROM STDIN"
    entries = list(reads)
    lines = _lines(shared, entries, actor or current_actor())
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        while block := "".join(islice(lines, ROWS_PER_WRITE)):
            copy.write(block)
    return len(entries)


def _lines(shared: QueryRead, reads: Sequence[Read], who: Actor) -> Iterator[str]:
    at = clock.now()
    since_epoch = microseconds(at)
    begin, *middle, end = _content_pieces(shared, who, since_epoch)
    to_subject, to_kind, to_result, to_ref = middle
    head, names, channel, tail = _line_pieces(shared, who, at.isoformat())
    key: bytes = current_app.config["SETTINGS"].audit_key
    stamp = f"{(since_epoch // 1000) & (1 << 48) - 1:012x}"
    stamp = f"{stamp[:8]}-{stamp[8:]}-7"
    ids = _entry_ids(stamp, len(reads))
    for entry_id, (subject_index, kind, result_hash, ref) in zip(ids, reads, strict=True):
        if not (kind.isidentifier() and ref.replace("-", "").isalnum() and ref.isascii()):
            raise ValueError("a kind or reference of a block is not a plain word")
        subject, result = subject_index.hex(), result_hash.hex()
        made = (
            f"{begin}{entry_id}{to_subject}{subject}{to_kind}{kind}"
            f"{to_result}{result}{to_ref}{ref}{end}"
        )
        mac = canonical.mark(key, made.encode())
        yield (
            f"{entry_id}\t{head}\t\\\\x{subject}\t{kind}\t{names}\t\\\\x{result}\t"
            f"{channel}\t{ref}\t{tail}\t\\\\x{mac.hex()}\n"
        )


def _entry_ids(stamp: str, count: int) -> Iterator[str]:
    """So many UUIDv7s as text, their chance drawn in one piece.

    `stamp` is the first two groups and the version.
    """
    drawn, digits = os.urandom(_RANDOM_BYTES * count).hex(), 2 * _RANDOM_BYTES
    for start in range(0, len(drawn), digits):
        tail = drawn[start : start + digits]
        variant = "89ab"[int(tail[3], 16) & 3]
        yield f"{stamp}{tail[:3]}-{variant}{tail[4:7]}-{tail[7:19]}"


def _content_pieces(shared: QueryRead, who: Actor, since_epoch: int) -> list[str]:
    """The canonical content of an entry, cut where the differing values stand."""
    marks = {place: os.urandom(12).hex() for place in _PLACES}
    stable = canonical.stable_text
    made = canonical.content(
        "query",
        (
            marks["id"], since_epoch, who.id, stable(who.name), str(who.role), stable(who.unit),
            str(shared.basis_kind), stable(shared.basis_reference), stable(shared.purpose),
            marks["subject"], marks["kind"], [str(name) for name in shared.fields],
            marks["result"], str(shared.channel), shared.outcome, marks["ref"],
            current_request_id(),
        ),
    ).decode()  # fmt: skip
    pieces = []
    for place in _PLACES:
        piece, _, made = made.partition(marks[place])
        pieces.append(piece)
    return [*pieces, made]


def _line_pieces(shared: QueryRead, who: Actor, at: str) -> tuple[str, str, str, str]:
    """The shared columns of a COPY line: before, between and after the differing ones."""
    stable = canonical.stable_text
    head = (
        at, str(who.id), stable(who.name), str(who.role), stable(who.unit),
        str(shared.basis_kind), stable(shared.basis_reference), stable(shared.purpose),
    )  # fmt: skip
    names = json.dumps([str(name) for name in shared.fields])
    channel = f"{copied_text(str(shared.channel))}\t{copied_text(shared.outcome)}"
    request_id = copied_text(current_request_id())
    return "\t".join(map(copied_text, head)), copied_text(names), channel, request_id
