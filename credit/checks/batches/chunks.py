"""Cuts a list in chunks and does one chunk in one transaction, whoever takes it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from credit.checks.batches.answers import answerer
from credit.checks.batches.copying import Checked, copy_checks
from credit.checks.batches.packing import NO_ROWS, Refusal, pack, refusals_only, unpack
from credit.checks.batches.reading import Accepted, Refused
from credit.checks.lookup import Applicant, find
from credit.checks.models import BasisKind, BatchChunk, BatchState, CheckBatch
from credit.checks.numbers import new_numbers
from credit.checks.write import FIELDS_READ, Request
from credit.rules.service import load_version
from credit.rules.table import RuleTable
from credit.rules.vocabulary import Outcome
from service import audit, clock
from service.accounts.models import Account
from service.audit import SYSTEM, Actor, QueryRead
from service.audit.bulk import Read, record_query_block
from service.database import db, transaction
from service.private.bulk import indexer

CHANNEL = "batch"


@dataclass(frozen=True)
class Frame:
    """What is the same for every check of a batch."""

    batch_id: UUID
    request: Request
    table: RuleTable


def frame_of(batch: CheckBatch) -> Frame:
    """The frame of a batch as it was pinned when it was started."""
    request = Request(
        purpose=batch.purpose,
        basis_kind=BasisKind(batch.basis_kind),
        basis_reference=batch.basis_reference,
        as_of=batch.as_of,
        rule_set_id=batch.rule_set_id,
        actor=actor_of(batch),
        at=clock.now(),
        day=clock.today(),
    )
    return Frame(batch.id, request, load_version(batch.rule_set_id).table)


def actor_of(batch: CheckBatch) -> Actor:
    """Who asked for the batch and answers for what is read in it."""
    account = db.session.get(Account, batch.created_by_id) if batch.created_by_id else None
    if account is None:
        return SYSTEM
    return Actor(account.id, account.name, account.role, account.unit)


def put_chunk(session: Session, batch_id: UUID, number: int, rows: list[Any]) -> None:
    """Store one chunk to be done; a chunk that is there already stays as it is."""
    values = {
        "batch_id": batch_id, "number": number, "rows": pack(rows), "state": str(BatchState.queued)
    }  # fmt: skip
    session.execute(insert(BatchChunk).values(values).on_conflict_do_nothing())


def do_next_chunk(batch_id: UUID) -> bool:
    """Take a chunk that nobody holds and do it, all of it or nothing; False when none is left.

    The row lock is the claim: it ends with the transaction or with the process.
    """
    with transaction() as session:
        chunk = session.execute(
            select(BatchChunk.number, BatchChunk.rows)
            .where(BatchChunk.batch_id == batch_id, BatchChunk.state == BatchState.queued)
            .order_by(BatchChunk.number)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if chunk is None:
            return False
        frame = frame_of(session.get_one(CheckBatch, batch_id))
        good, refused = unpack(chunk.rows)
        counts = check_rows(session, frame, good)
        kept = refusals_only(chunk.rows) if refused else NO_ROWS
        _settle(session, frame, chunk.number, kept, counts, refused)
    return True


def check_rows(session: Session, frame: Frame, rows: list[Accepted]) -> Counter[str]:
    """Check these applicants and write their checks and query-log entries; counts by outcome."""
    if not rows:
        return Counter()
    index, request = indexer(), frame.request
    applicants = [
        Applicant(one.identifier, one.name, index(one.identifier.id_type, one.identifier.number))
        for one in rows
    ]
    answer = answerer(frame.table, request.as_of)
    numbers = new_numbers(request.day, len(rows))
    checks = [
        Checked(number, one, found.subject_id, answer(one, found), row.row)
        for number, one, found, row in zip(numbers, applicants, find(applicants), rows, strict=True)
    ]
    copy_checks(session, request, frame.batch_id, checks)
    record_query_block(_shared_read(request), map(_read_of, checks), actor=request.actor)
    return Counter(one.answer.outcome for one in checks)


def _shared_read(request: Request) -> QueryRead:
    """What all query-log entries of a chunk have in common."""
    return QueryRead(
        basis_kind=request.basis_kind,
        basis_reference=request.basis_reference,
        purpose=request.purpose,
        subject_index=b"",
        subject_kind="",
        fields=FIELDS_READ,
        channel=CHANNEL,
    )


def _read_of(check: Checked) -> Read:
    """What is particular to the entry of one check."""
    number, who, _, answer, _ = check
    return Read(who.id_index, who.identifier.subject_kind, answer.digest(number), number)


def _settle(
    session: Session,
    frame: Frame,
    number: int,
    kept: str,
    counts: Counter[str],
    refused: list[Refusal],
) -> None:
    """Close the chunk, count it, and put it on the audit trail."""
    tally = {str(outcome): counts[outcome] for outcome in Outcome} | {"refused": len(refused)}
    session.execute(
        update(BatchChunk)
        .where(BatchChunk.batch_id == frame.batch_id, BatchChunk.number == number)
        .values(rows=kept, state=str(BatchState.done), done_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    audit.record(
        "batch.chunk_done",
        "check_batch",
        str(frame.batch_id),
        {"chunk": number, **tally},
        actor=frame.request.actor,
    )
    session.flush()
    # Last of all, for here the workers of one batch wait for one another.
    session.execute(
        update(CheckBatch)
        .where(CheckBatch.id == frame.batch_id)
        .values(
            done=CheckBatch.done + sum(tally.values()),
            **{name: getattr(CheckBatch, name) + count for name, count in tally.items()},
        )
        .execution_options(synchronize_session=False)
    )


def put_all(session: Session, batch_id: UUID, blocks: Iterable[list[Accepted | Refused]]) -> int:
    """Store all chunks in this transaction; returns the number of rows."""
    total = 0
    for number, rows in enumerate(blocks):
        put_chunk(session, batch_id, number, rows)
        total += len(rows)
    return total
