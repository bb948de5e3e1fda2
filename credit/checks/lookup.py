"""Finds, for one applicant or for thousands at once, what is on file about each."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, any_, cast, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import NullType

from credit.records.as_facts import COLUMNS, fact_of
from credit.records.models import Record
from credit.rules.facts import Fact
from credit.subjects.identifiers import Identifier
from credit.subjects.models import Subject, SubjectMatch
from credit.subjects.names import name_key
from service.database import db
from service.private import blind_index


@dataclass(frozen=True)
class Applicant:
    """Whom a check is about: the identifier as read and the name as given."""

    identifier: Identifier
    name: str
    id_index: bytes

    @cached_property
    def name_key(self) -> str:
        """The name as compared."""
        return name_key(self.name)


def applicant(identifier: Identifier, name: str) -> Applicant:
    """An applicant with its look-up key."""
    return Applicant(identifier, name, index_of(identifier))


def index_of(identifier: Identifier) -> bytes:
    """The keyed digest under which a subject with this identifier is found."""
    return blind_index(identifier.id_type, identifier.number)


@dataclass(frozen=True)
class Found:
    """What is on file about one applicant."""

    subject_id: int | None = None
    name_on_file: str | None = None
    flags_confirmed: bool = False
    facts: tuple[Fact, ...] = ()
    """Facts of the subject itself, of names a human matched to it, and unmatched homonyms."""


NOTHING = Found()


_SUBJECT = (
    Subject.id,
    Subject.name,
    Subject.name_key,
    Subject.id_index,
    Subject.flags_confirmed_at,
)
_RECORD = tuple(getattr(Record, name) for name in COLUMNS)


def find(applicants: Sequence[Applicant]) -> list[Found]:
    """What is on file about each applicant, in their order; four queries however many."""
    subjects = {row.id_index: row for row in _subjects_by_index(applicants)}
    homonyms = _named_only(
        {one.name_key for one in applicants} | {row.name_key for row in subjects.values()}
    )
    verdicts = _verdicts(
        [row.id for rows in homonyms.values() for row in rows],
        [row.id for row in subjects.values()],
    )
    wanted = [row.id for row in subjects.values()]
    wanted += [row.id for rows in homonyms.values() for row in rows]
    records = _records_by_subject(wanted)
    return [
        _assemble(
            subject := subjects.get(one.id_index),
            _namesakes(one, subject, homonyms),
            verdicts,
            records,
        )
        for one in applicants
    ]


def _namesakes(one: Applicant, subject: Any, homonyms: dict[str, list[Any]]) -> list[Any]:
    """Subjects known by the name given, or by the name on file, alone."""
    if not homonyms:
        return []
    keys = {one.name_key, one.name_key if subject is None else subject.name_key}
    return [row for key in sorted(keys) for row in homonyms.get(key, ())]


def _assemble(
    subject: Any,
    homonyms: Sequence[Any],
    verdicts: dict[tuple[int, int], bool],
    records: dict[int, list[Any]],
) -> Found:
    if subject is None and not homonyms:
        return NOTHING
    facts: list[Fact] = []
    if subject is not None:
        facts += [fact_of(row) for row in records.get(subject.id, ())]
    for named in homonyms:
        same = verdicts.get((named.id, subject.id)) if subject is not None else None
        if same is False:
            continue
        facts += [
            fact_of(row, identity_unmatched=same is None) for row in records.get(named.id, ())
        ]
    if subject is None:
        return Found(facts=tuple(facts))
    return Found(subject.id, subject.name, subject.flags_confirmed_at is not None, tuple(facts))


def _any_of(column: InstrumentedAttribute[Any], keys: Sequence[Any]) -> ColumnElement[bool]:
    """The column equals one of the keys, sent as one array: far cheaper than a thousand values."""
    return column == any_(literal(keys, ARRAY(column.type)))


def _digests(keys: Sequence[bytes]) -> ColumnElement[Any]:
    """The keys as one array literal: the driver would turn them into one, one by one.

    The literal goes out untyped, so that the server reads it as an array when the statement
    begins and not again for every row.
    """
    spelled = ",".join([f'"\\\\x{key.hex()}"' for key in keys])
    return cast(literal(f"{{{spelled}}}", NullType()), ARRAY(LargeBinary))


def _subjects_by_index(applicants: Sequence[Applicant]) -> Sequence[Any]:
    keys = [one.id_index for one in applicants]
    condition = Subject.id_index == (keys[0] if len(keys) == 1 else any_(_digests(keys)))
    return db.session.execute(select(*_SUBJECT).where(condition)).all()


def _named_only(names: set[str]) -> dict[str, list[Any]]:
    """Subjects known by name alone, by compared name; a name never decides, it only asks."""
    keys = list(names)
    found: dict[str, list[Any]] = defaultdict(list)
    condition = Subject.name_key == keys[0] if len(keys) == 1 else _any_of(Subject.name_key, keys)
    for row in db.session.execute(
        select(Subject.id, Subject.name_key).where(Subject.id_index.is_(None), condition)
    ):
        found[row.name_key].append(row)
    return found


def _verdicts(named: Sequence[int], subjects: Sequence[int]) -> dict[tuple[int, int], bool]:
    """The latest human verdict on each pair of a name-only subject and a subject."""
    if not named or not subjects:
        return {}
    rows = db.session.execute(
        select(SubjectMatch.named_subject_id, SubjectMatch.subject_id, SubjectMatch.same)
        .where(SubjectMatch.named_subject_id.in_(named), SubjectMatch.subject_id.in_(subjects))
        .order_by(SubjectMatch.id)
    )
    return {(row.named_subject_id, row.subject_id): row.same for row in rows}


def _records_by_subject(subject_ids: Sequence[int]) -> dict[int, list[Any]]:
    if not subject_ids:
        return {}
    found: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(select(*_RECORD).where(_any_of(Record.subject_id, subject_ids))):
        found[row.subject_id].append(row)
    return found
