"""Finds, for one applicant or for thousands at once, what is on file about each."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import (
    BigInteger,
    CursorResult,
    LargeBinary,
    Text,
    any_,
    bindparam,
    cast,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import NullType

from credit.records.as_facts import COLUMNS, fact_of
from credit.records.models import Record
from credit.rules.facts import Fact
from credit.rules.vocabulary import FactKind
from credit.subjects.identifiers import Identifier
from credit.subjects.models import Subject, SubjectMatch
from credit.subjects.names import name_key
from service.database import db, table_of
from service.database.literals import bytes_array
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


_Ask = Callable[[Any, dict[str, Any]], CursorResult[Any]]
# The statements are made once, with places for the keys: to build one anew for every
# check takes longer than PostgreSQL does to answer it.
_S, _R, _M = table_of(Subject).c, table_of(Record).c, table_of(SubjectMatch).c
_SUBJECT = select(_S.id, _S.name, _S.name_key, _S.id_index, _S.flags_confirmed_at)
_NAMED = _SUBJECT.where(_S.id_index.is_(None))
_BY_NAMES = _NAMED.where(_S.name_key == any_(bindparam("names", type_=ARRAY(Text))))
_ONE = union_all(
    _SUBJECT.where(_S.id_index == bindparam("index")),
    _NAMED.where(_S.name_key == bindparam("name")),
)
# The indexes go out as one untyped literal: the driver would turn them into an array one by
# one, and the server reads this one when the statement begins and not again for every row.
_MANY = union_all(
    _SUBJECT.where(
        _S.id_index == any_(cast(bindparam("indexes", type_=NullType()), ARRAY(LargeBinary)))
    ),
    _BY_NAMES,
)
_VERDICTS = (
    select(_M.named_subject_id, _M.subject_id, _M.same)
    .where(_M.subject_id == any_(bindparam("subjects", type_=ARRAY(BigInteger))))
    .order_by(_M.id)
)
# Good faith brings incentives; it neither helps nor harms in a check, so no check sees it.
_RECORDS = select(*(_R[name] for name in COLUMNS)).where(
    _R.subject_id == any_(bindparam("subjects", type_=ARRAY(BigInteger))),
    _R.kind != FactKind.HONOUR.value,
)


Verdicts = dict[int, dict[int, bool]]
"""By subject: whether each subject known by name alone that a human looked at is the same."""


def find(applicants: Sequence[Applicant]) -> list[Found]:
    """What is on file about each applicant, in their order.

    Three queries however many applicants; one more where a name on file is not the one given.
    """
    db.session.flush()  # the queries go past the unit of work and must see what it holds
    ask = db.session.connection().execute
    names = {one.name_key for one in applicants}
    known = _known(ask, applicants, names)
    subjects = {row.id_index: row for row in known if row.id_index is not None}
    other_names = {row.name_key for row in subjects.values()} - names
    homonyms: dict[str, list[int]] = defaultdict(list)
    for row in (*known, *_named_only(ask, other_names)):
        if row.id_index is None:
            homonyms[row.name_key].append(row.id)
    verdicts = _verdicts(ask, [row.id for row in subjects.values()])
    wanted = {row.id for row in subjects.values()}
    wanted |= {named for found in homonyms.values() for named in found}
    wanted |= {named for found in verdicts.values() for named, same in found.items() if same}
    records = _records_by_subject(ask, sorted(wanted))
    return [
        _assemble(
            subject := subjects.get(one.id_index),
            _namesakes(one, subject, homonyms),
            verdicts.get(subject.id, {}) if subject is not None else {},
            records,
        )
        for one in applicants
    ]


def _namesakes(one: Applicant, subject: Any, homonyms: dict[str, list[int]]) -> list[int]:
    """Subjects known by the name given, or by the name on file, alone."""
    if not homonyms:
        return []
    keys = {one.name_key, one.name_key if subject is None else subject.name_key}
    return [named for key in sorted(keys) for named in homonyms.get(key, ())]


def _assemble(
    subject: Any,
    homonyms: Sequence[int],
    verdicts: dict[int, bool],
    records: dict[int, list[Any]],
) -> Found:
    if subject is None and not homonyms:
        return NOTHING
    own = [] if subject is None else [subject.id]
    own += [named for named, same in verdicts.items() if same]  # under whatever name it is known
    asked = [named for named in homonyms if named not in verdicts]
    facts = [fact_of(row) for one in own for row in records.get(one, ())]
    facts += [
        fact_of(row, identity_unmatched=True) for one in asked for row in records.get(one, ())
    ]
    if subject is None:
        return Found(facts=tuple(facts))
    return Found(subject.id, subject.name, subject.flags_confirmed_at is not None, tuple(facts))


def _known(ask: _Ask, applicants: Sequence[Applicant], names: set[str]) -> Sequence[Any]:
    """Subjects with these identifiers, and those known by one of these names alone.

    A name never decides, it only asks.
    """
    if len(applicants) == 1:
        (one,) = applicants
        return ask(_ONE, {"index": one.id_index, "name": one.name_key}).all()
    indexes = bytes_array(one.id_index for one in applicants)
    return ask(_MANY, {"indexes": indexes, "names": list(names)}).all()


def _named_only(ask: _Ask, names: set[str]) -> Sequence[Any]:
    """Subjects known by one of these names alone."""
    return ask(_BY_NAMES, {"names": list(names)}).all() if names else ()


def _verdicts(ask: _Ask, subjects: Sequence[int]) -> Verdicts:
    """The latest human verdict on each pair of a subject and one known by name alone."""
    if not subjects:
        return {}
    found: Verdicts = defaultdict(dict)
    for row in ask(_VERDICTS, {"subjects": subjects}):
        found[row.subject_id][row.named_subject_id] = row.same
    return found


def _records_by_subject(ask: _Ask, subject_ids: Sequence[int]) -> dict[int, list[Any]]:
    if not subject_ids:
        return {}
    found: dict[int, list[Any]] = defaultdict(list)
    for row in ask(_RECORDS, {"subjects": subject_ids}):
        found[row.subject_id].append(row)
    return found
