"""Answers about a block of subjects: admitted or denied each by itself, looked up all at once."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import any_, bindparam, select
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import Session

from credit.checks.decide import is_minor
from credit.measures.applying import Applying, applying_to
from credit.queries.authorisations import CATEGORIES
from credit.queries.calls import Asked, Call, Counts, Faulty
from credit.queries.consent import Denial, Wish, denial_of
from credit.queries.disclosure import Disclosed, disclose, shown
from credit.queries.lookup import OnFile, on_file
from credit.queries.models import Basis, Channel, QueryAuthorisation
from credit.queries.numbers import AUTHORISATIONS
from credit.records.extras import open_repairs_of
from credit.rules.facts import canonical_json
from credit.subjects.identifiers import SubjectKind
from service.database import table_of

_A = table_of(QueryAuthorisation).c
_GRANTED = select(
    _A.id, _A.number, _A.subject_index, _A.granted_to_unit, _A.purposes, _A.categories,
    _A.valid_from, _A.valid_until, _A.withdrawn_at,
).where(_A.number == any_(bindparam("numbers", type_=ARRAY(TEXT))))  # fmt: skip
NO_MEASURES: Sequence[Applying] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """What is told about one subject."""

    asked: Asked
    found: OnFile | None
    records: Sequence[Disclosed] = ()
    honours: Sequence[Disclosed] = ()
    measures: Sequence[Applying] = NO_MEASURES
    authorisation_id: int | None = None

    @property
    def index(self) -> int:
        """Place in the call, from 0."""
        return self.asked.index

    @property
    def nothing(self) -> bool:
        """True when there is nothing to tell."""
        return not (self.records or self.honours or self.measures)

    @property
    def adverse(self) -> int:
        """How many records count against the subject."""
        return sum(one.adverse for one in self.records)

    def told(self) -> dict[str, Any]:
        """What is told, as it goes into the digest of the query log; the same in any language."""
        return {
            "on_file": self.found is not None,
            "records": [_plain(one) for one in self.records],
            "honours": [_plain(one) for one in self.honours],
            "measures": [one.number for one in self.measures],
        }

    def digest(self) -> bytes:
        """Digest of what is told."""
        return hashlib.sha256(canonical_json(self.told()).encode()).digest()


@dataclass(frozen=True, slots=True)
class Denied:
    """A subject that is not answered about, and why."""

    asked: Asked
    reason: Denial

    @property
    def index(self) -> int:
        """Place in the call, from 0."""
        return self.asked.index


Result = Answered | Denied | Faulty


def answer_block(session: Session, call: Call, rows: Sequence[Asked | Faulty]) -> list[Result]:
    """The result of every row, in order; nothing is written."""
    granted = _granted(session, call, rows)
    results: dict[int, Result] = {one.index: one for one in rows if isinstance(one, Faulty)}
    admitted: list[Asked] = []
    for one in rows:
        if isinstance(one, Faulty):
            continue
        reason = _denial(call, one, granted)
        if reason is None:
            admitted.append(one)
        else:
            results[one.index] = Denied(one, reason)
    for answer in _answers(session, call, admitted, granted):
        results[answer.index] = answer
    return [results[one.index] for one in rows]


def count(results: Sequence[Result]) -> Counts:
    """What became of them."""
    counts = Counts()
    for one in results:
        if isinstance(one, Answered):
            counts.answered += 1
            counts.nothing_found += one.nothing
        elif isinstance(one, Denied):
            counts.denied += 1
            counts.reason = counts.reason or one.reason
        else:
            counts.faulty += 1
    return counts


def _granted(session: Session, call: Call, rows: Sequence[Asked | Faulty]) -> dict[str, Any]:
    """The authorisations named in a block, by number."""
    if not _rests_on_authorisation(call):
        return {}
    numbers = {_number(call, one) for one in rows if isinstance(one, Asked)} - {""}
    rows_found = session.connection().execute(_GRANTED, {"numbers": sorted(numbers)})
    return {row.number: row for row in rows_found}


def _rests_on_authorisation(call: Call) -> bool:
    return call.basis is Basis.authorisation and call.needs_authorisation


def _number(call: Call, one: Asked) -> str:
    return AUTHORISATIONS.tidy(one.authorisation or call.reference) or ""


def _denial(call: Call, one: Asked, granted: Mapping[str, Any]) -> Denial | None:
    if call.asker not in call.purpose.who:
        return Denial.purpose_not_yours
    if call.basis not in call.purpose.basis:
        return Denial.basis_not_accepted
    if one.identifier.subject_kind not in call.purpose.subjects:
        return Denial.subject_kind
    if is_minor(one.identifier.birth_date, call.day):
        return Denial.minor_subject
    if not _rests_on_authorisation(call):
        return None
    wish = Wish(one.id_index, call.actor.unit, call.purpose.code, call.day)
    return denial_of(granted.get(_number(call, one)), wish)


def _answers(
    session: Session, call: Call, admitted: Sequence[Asked], granted: Mapping[str, Any]
) -> Iterator[Answered | Denied]:
    if not admitted:
        return
    found = on_file(session, [one.id_index for one in admitted])
    beside = look_beside(session, call, found.values())
    for one in admitted:
        subject = found.get(one.id_index)
        if call.channel is not Channel.self and _is_somebody_else(one, subject):
            yield Denied(one, Denial.name_mismatch)
            continue
        grant = granted.get(_number(call, one))
        categories = CATEGORIES if grant is None else grant.categories
        yield tell(call, one, subject, beside, categories, grant and grant.id)


def _is_somebody_else(one: Asked, subject: OnFile | None) -> bool:
    """A person's number with another person's name is a slip, and nobody's data leave on a slip."""
    if one.identifier.subject_kind is not SubjectKind.NATURAL_PERSON or subject is None:
        return False
    return one.name is not None and not subject.is_called(one.name)


@dataclass(frozen=True, slots=True)
class Beside:
    """What other parts know of the subjects of a block."""

    busy: Collection[int]
    """Records in an open repair."""
    measures: Mapping[int, Sequence[Applying]]
    """Subject -> measures in force that rest on a record that is told."""


def look_beside(session: Session, call: Call, found: Collection[OnFile]) -> Beside:
    """Open repairs and measures; one statement each for all, none where nothing is told."""
    purpose, day = call.purpose, call.day
    visible = {row.id for one in found for row in shown(one.records, purpose, day)}
    if not visible:
        return Beside((), {})
    measures: Mapping[int, Sequence[Applying]] = {}
    if purpose.measures:
        measures = {
            subject: [one for one in applying if one.record_id in visible]
            for subject, applying in applying_to(session, [one.id for one in found], day).items()
        }
    return Beside(open_repairs_of(sorted(visible)), measures)


def tell(
    call: Call,
    one: Asked,
    subject: OnFile | None,
    beside: Beside,
    categories: Collection[str] = CATEGORIES,
    authorisation_id: int | None = None,
) -> Answered:
    """The answer about one subject, limited to the categories that were authorised."""
    if subject is None:
        return Answered(one, None, authorisation_id=authorisation_id)
    told = disclose(subject.records, call.purpose, call.day, beside.busy)
    measures = beside.measures.get(subject.id, NO_MEASURES)
    return Answered(
        one,
        subject,
        records=[each for each in told if not each.honour] if "records" in categories else (),
        honours=[each for each in told if each.honour] if "honours" in categories else (),
        measures=measures if "measures" in categories else NO_MEASURES,
        authorisation_id=authorisation_id,
    )


def _plain(one: Disclosed) -> dict[str, Any]:
    return {
        "record_id": one.record_id,
        "content": dict(one.content),
        "marks": [str(mark) for mark in one.marks],
        "adverse": one.adverse,
        "statement": None if one.statement is None else str(one.statement),
    }
