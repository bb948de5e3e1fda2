"""What waits for a person: doubted codes, and names that may be an organisation on file."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from credit.subjects.models import Subject, SubjectMatch
from service.api.paging import page_of
from service.database import db

COUNTED_MAX = 1_000
"""Things counted for a home page at most; beyond, the number says enough."""
PAIRS_MAX = 100
"""Pairs of names shown at a time."""
_DOUBTED = (Subject.flags != [], Subject.flags_confirmed_at.is_(None))
_named = aliased(Subject)


@dataclass(frozen=True)
class Pair:
    """A subject known by name alone, and one on file with the same name."""

    named: Subject
    subject: Subject


def doubted_subjects(cursor: str | None, limit: int) -> tuple[list[Subject], str | None]:
    """Subjects whose code fails its check and that nobody has confirmed; newest first."""
    return page_of(select(Subject).where(*_DOUBTED), Subject.id, cursor=cursor, limit=limit)


def count_doubted() -> int:
    """How many of them there are, up to `COUNTED_MAX`."""
    found = select(Subject.id).where(*_DOUBTED).limit(COUNTED_MAX).subquery()
    return db.session.scalar(select(func.count()).select_from(found)) or 0


def _pairs_wanted() -> tuple[ColumnElement[bool], ...]:
    answered = select(SubjectMatch.id).where(
        SubjectMatch.named_subject_id == _named.id, SubjectMatch.subject_id == Subject.id
    )
    return (
        _named.id_index.is_(None),
        Subject.id_index.is_not(None),
        Subject.name_key == _named.name_key,
        ~answered.exists(),
    )


def open_pairs() -> Sequence[Pair]:
    """Pairs of the same name nobody has decided about, the first `PAIRS_MAX`."""
    rows = db.session.execute(
        select(_named, Subject)
        .where(*_pairs_wanted())
        .order_by(_named.id, Subject.id)
        .limit(PAIRS_MAX)
    )
    return [Pair(named, subject) for named, subject in rows]


def count_pairs() -> int:
    """How many of them there are, up to `COUNTED_MAX`."""
    found = select(_named.id).where(*_pairs_wanted()).limit(COUNTED_MAX).subquery()
    return db.session.scalar(select(func.count()).select_from(found)) or 0
