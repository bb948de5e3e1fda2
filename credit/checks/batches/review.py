"""A reviewer's work on the negative results of a batch: look at the facts, confirm each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from credit.checks import service as checks
from credit.checks.batches.limits import REVIEW_ROWS_MAX
from credit.checks.listing import WAITING
from credit.checks.models import Check
from credit.checks.present import assessment_of
from credit.checks.write import FIELDS_READ, look_at, result_hash_of
from credit.rules.assessment import Line
from credit.rules.vocabulary import Outcome
from service import audit
from service.database import db, transaction
from service.messages import Message
from service.problems import Problem


@dataclass(frozen=True)
class Waiting:
    """One negative result that waits, with the facts that made it so."""

    check: Check
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Answer:
    """What became of one confirmation; `refused` is the reason where it was not done."""

    number: str
    refused: Message | None = None


_WAITING = (WAITING, Check.outcome == Outcome.NEGATIVE)


def waiting_count(batch_id: UUID) -> int:
    """How many negative results of the batch wait for a reviewer."""
    statement = select(func.count()).select_from(Check).where(Check.batch_id == batch_id, *_WAITING)
    return db.session.scalar(statement) or 0


def waiting(batch_id: UUID) -> list[Waiting]:
    """The first of them in the order of the file; the look at each is in the query log."""
    found = db.session.scalars(
        select(Check)
        .where(Check.batch_id == batch_id, *_WAITING)
        .order_by(Check.batch_row)
        .limit(REVIEW_ROWS_MAX)
    ).all()
    with transaction():
        audit.record_queries(
            [look_at(check, FIELDS_READ, told=result_hash_of(check)) for check in found]
        )
    return [
        Waiting(check, tuple(line for line in assessment_of(check).lines if line.counted))
        for check in found
    ]


def confirm(batch_id: UUID, numbers: Iterable[str], note: str) -> list[Answer]:
    """Confirm the chosen results one by one, each by the use case of a single check.

    Each stands for itself: a refusal of one (decided meanwhile, or made by the reviewer's
    own hands) leaves the others as they are.
    """
    chosen = list(dict.fromkeys(numbers))
    known = set(
        db.session.scalars(
            select(Check.number).where(Check.batch_id == batch_id, Check.number.in_(chosen))
        )
    )
    return [_confirm(number, note) for number in chosen if number in known]


def _confirm(number: str, note: str) -> Answer:
    try:
        checks.confirm(number, note)
    except Problem as problem:
        return Answer(number, problem.detail)
    return Answer(number)


def refused_of(answers: Sequence[Answer]) -> list[Answer]:
    """The confirmations that were not done."""
    return [answer for answer in answers if answer.refused is not None]
