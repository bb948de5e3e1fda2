"""Reads what is on file about the subjects of a block: three statements however many they are.

The statements are made once, with places for the keys, and give rows, not objects: see
`credit.checks.lookup`. A subject known by name alone is looked at only where a human has
said that it is the one asked about; a name never decides.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, LargeBinary, any_, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from credit.queries.disclosure import COLUMNS
from credit.records.models import Record
from credit.subjects.models import Subject, SubjectMatch
from credit.subjects.names import name_key
from service.database import table_of

_S, _R, _M = table_of(Subject).c, table_of(Record).c, table_of(SubjectMatch).c
_SUBJECT = select(
    _S.id, _S.kind, _S.name, _S.name_key, _S.id_type, _S.id_index, _S.id_mask, _S.code
)
_BY_INDEX = _SUBJECT.where(_S.id_index == any_(bindparam("keys", type_=ARRAY(LargeBinary))))
_BY_TAIL = _SUBJECT.where(
    _S.name_key == bindparam("name"), func.right(_S.code, 4) == bindparam("tail")
)
_MATCHES = (
    select(_M.named_subject_id, _M.subject_id, _M.same)
    .where(_M.subject_id == any_(bindparam("ids", type_=ARRAY(BigInteger))))
    .order_by(_M.id)
)
_RECORDS = select(*(_R[name] for name in COLUMNS)).where(
    _R.subject_id == any_(bindparam("ids", type_=ARRAY(BigInteger)))
)
NOBODY = -1
"""An id no subject has: asked about when nobody was found, so that the work is the same."""


@dataclass(frozen=True, slots=True)
class OnFile:
    """A subject and what is on record about it, told or not."""

    subject: Any
    records: Sequence[Any]

    @property
    def id(self) -> int:
        """Its number."""
        return int(self.subject.id)

    def is_called(self, name: str) -> bool:
        """Whether this is its name on file."""
        return bool(name_key(name) == self.subject.name_key)


def on_file(session: Session, indexes: Sequence[bytes]) -> dict[bytes, OnFile]:
    """What is on file under each of the keyed digests of an identifier."""
    ask = session.connection().execute
    subjects = list(ask(_BY_INDEX, {"keys": list(indexes)}))
    return {one.subject.id_index: one for one in _with_records(session, subjects)}


def by_name_and_tail(session: Session, name: str, tail: str) -> list[OnFile]:
    """The organisations with this full name whose code ends so."""
    subjects = session.connection().execute(_BY_TAIL, {"name": name_key(name), "tail": tail})
    return _with_records(session, list(subjects))


def with_records(session: Session, subject_ids: Collection[int]) -> list[OnFile]:
    """What is on file about subjects known by their number."""
    rows = session.connection().execute(_SUBJECT.where(_S.id.in_(subject_ids)).order_by(_S.id))
    return _with_records(session, list(rows))


def _with_records(session: Session, subjects: Sequence[Any]) -> list[OnFile]:
    ask = session.connection().execute
    ids = [row.id for row in subjects] or [NOBODY]
    latest = {
        (row.named_subject_id, row.subject_id): row.same for row in ask(_MATCHES, {"ids": ids})
    }
    owners: dict[int, list[int]] = defaultdict(list)
    for one in ids:
        owners[one].append(one)
    for (named, subject), same in latest.items():
        if same:
            owners[named].append(subject)
    found: dict[int, list[Any]] = defaultdict(list)
    for row in ask(_RECORDS, {"ids": list(owners)}):
        for owner in owners[row.subject_id]:
            found[owner].append(row)
    return [OnFile(row, found[row.id]) for row in subjects]
