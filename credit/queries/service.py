"""Use cases of queries: one subject, a list in blocks, the public, a subject about itself."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy.orm import Session

from credit.checks.lookup import index_of
from credit.queries.answering import Answered, Denied, Result, answer_block, count
from credit.queries.calls import Asked, Call, Counts, Faulty, grow_call, open_call
from credit.queries.consent import REMEDIES, SENTENCES, Denial
from credit.queries.limits import BLOCK_SUBJECTS
from credit.queries.models import Basis, Channel
from credit.queries.numbers import QUERIES
from credit.queries.problems import QueryDenied
from credit.queries.purposes import Asker, QueryPurpose, purpose_of
from credit.subjects.identifiers import Identifier
from service import audit, clock
from service.audit import QueryRead, current_actor
from service.audit.bulk import Read, record_query_block
from service.audit.service import ANSWERED, DENIED
from service.database import transaction
from service.messages import Message, msg
from service.problems import FieldError, InvalidInput


@dataclass(frozen=True)
class Ground:
    """What for and on which ground somebody asks."""

    purpose: str
    basis: Basis
    reference: str


def new_call(
    ground: Ground,
    asker: Asker,
    channel: Channel,
    *,
    needs_authorisation: bool = True,
    address_index: bytes | None = None,
) -> Call:
    """A call by whoever acts now. Raises `InvalidInput` for a purpose that does not exist."""
    day = clock.today()
    return Call(
        number=QUERIES.new(day),
        at=clock.now(),
        day=day,
        actor=current_actor(),
        asker=asker,
        channel=channel,
        purpose=_purpose(ground.purpose, day),
        basis=ground.basis,
        reference=ground.reference,
        needs_authorisation=needs_authorisation,
        address_index=address_index,
    )


def _purpose(code: str, day: Any) -> QueryPurpose:
    purpose = purpose_of(code, day)
    if purpose is None:
        raise InvalidInput(
            msg("没有这一查询用途。"),
            errors=[
                FieldError(
                    "purpose", "unknown-purpose", msg("请从列出的用途中选择。"),
                    msg("可用的用途见 GET /api/v1/query-purposes。"),
                )
            ],
        )  # fmt: skip
    return purpose


def asked(
    index: int, identifier: Identifier, name: str | None = None, authorisation: str | None = None
) -> Asked:
    """A subject of a call with its look-up key."""
    return Asked(index, identifier, index_of(identifier), name, authorisation)


def ask_one(call: Call, one: Asked) -> Answered:
    """Answer about one subject. A refusal is written down before `QueryDenied` tells of it.

    Call it outside of any other transaction, else the refusal would be rolled back.
    """
    with transaction() as session:
        result = answer_one(session, call, one)
        record_single(session, call, result)
    if isinstance(result, Denied):
        raise denied(call, result.reason)
    return result


def answer_one(session: Session, call: Call, one: Asked) -> Answered | Denied:
    """What is to be told about one subject; nothing is written."""
    [result] = answer_block(session, call, [one])
    assert not isinstance(result, Faulty), "a fault was put in by whoever reads the rows"
    return result


def denied(call: Call, reason: Denial, told: Message | None = None) -> QueryDenied:
    """The refusal as the caller is told of it, in other words where there is more to say."""
    return QueryDenied(
        told or SENTENCES[reason],
        reason=str(reason),
        number=call.number,
        remedy=REMEDIES[reason],
    )


def ask_many(call: Call, rows: Iterable[Asked | Faulty], asked_in_all: int) -> Iterator[Result]:
    """Answer about a list, block by block; each block commits with its log entries.

    Whoever stops listening has been told, and has logged, whole blocks only.
    """
    total, first, remaining = Counts(), True, iter(rows)
    while block := list(islice(remaining, BLOCK_SUBJECTS)):
        with transaction() as session:
            results = answer_block(session, call, block)
            counts = count(results)
            total.add(counts)
            done = total.answered + total.denied + total.faulty == asked_in_all
            ended_at = clock.now() if done else None
            if first:
                open_call(session, call, asked_in_all, counts, ended_at=ended_at)
            else:
                grow_call(session, call, counts, total, ended_at)
            log_block(call, results)
        first = False
        yield from results


def record_single(session: Session, call: Call, result: Answered | Denied) -> None:
    """Write the row and the log entry of a call about one subject."""
    authorisation_id = result.authorisation_id if isinstance(result, Answered) else None
    open_call(
        session, call, 1, count([result]), authorisation_id=authorisation_id, ended_at=call.at
    )
    audit.log_query(_read(call, result), actor=call.actor)


def log_block(call: Call, results: Sequence[Result]) -> None:
    """Log every subject of a block, answered or denied, on the ground it was asked on."""
    logged = [one for one in results if not isinstance(one, Faulty)]
    if any(one.asked.authorisation for one in logged):
        audit.record_queries((_read(call, one) for one in logged), actor=call.actor)
        return
    for kind in (Answered, Denied):
        alike = [one for one in logged if isinstance(one, kind)]
        if alike:
            reads = (_short_read(call, one) for one in alike)
            record_query_block(_read(call, alike[0]), reads, actor=call.actor)


def _read(call: Call, one: Answered | Denied) -> QueryRead:
    told = isinstance(one, Answered)
    return QueryRead(
        basis_kind=str(call.basis),
        basis_reference=one.asked.authorisation or call.reference,
        purpose=call.purpose.code,
        subject_index=one.asked.id_index,
        subject_kind=str(one.asked.identifier.subject_kind),
        fields=call.purpose.told if told else (),
        result_hash=_digest(one),
        channel=str(call.channel),
        outcome=ANSWERED if told else DENIED,
        object_ref=call.number,
    )


def _short_read(call: Call, one: Answered | Denied) -> Read:
    kind = str(one.asked.identifier.subject_kind)
    return Read(one.asked.id_index, kind, _digest(one), call.number)


def _digest(one: Answered | Denied) -> bytes:
    return one.digest() if isinstance(one, Answered) else b""
