"""Which records may leave on a day, and what holds those past their last day all the same.

Zhejiang Public Credit Information Regulation Art. 16. The same is demanded once more by the
database itself (`credit.records.guards`), whoever deletes.
"""

from collections.abc import Callable
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, Date, Select, and_, case, cast, func, literal, or_, select

from credit.records.as_facts import RETAINED_AT_MOST_UNTIL
from credit.records.models import ImportState, Record, RecordImport
from credit.rules.vocabulary import LISTS, FactKind

LISTED_KINDS = tuple(kind.value for kind in LISTS)


class Why(StrEnum):
    """On which ground a record left: what a tombstone says."""

    determination = "determination"
    """Five years from its determination."""
    sentence = "sentence"
    """Five years from the end of the sentence."""
    removal = "removal"
    """Five years, and off its list."""
    term = "term"
    """The term of an honour ran out."""


class Hold(StrEnum):
    """What keeps a record past its last day, the first that applies."""

    disputed = "disputed"
    in_case = "in_case"
    listed = "listed"
    sentence_unknown = "sentence_unknown"
    being_imported = "being_imported"


Keeper = Callable[[], Select[tuple[int]]]
"""Gives the numbers of the records a part still needs, e.g. those in an open case."""
_KEEPERS: list[Keeper] = []


def keep_records(keeper: Keeper) -> Keeper:
    """Register who still needs records; this package knows none of the parts that do."""
    if keeper not in _KEEPERS:
        _KEEPERS.append(keeper)
    return keeper


def last_day() -> ColumnElement[date]:
    """The last day a record is kept; of one without a day of decision the latest it can be."""
    at_most = cast(Record.attributes[RETAINED_AT_MOST_UNTIL].astext, Date)
    undated = and_(Record.decided_on.is_(None), Record.kind.not_in(LISTED_KINDS))
    return func.coalesce(Record.retain_until, case((undated, at_most)))


def is_past(day: date) -> ColumnElement[bool]:
    """Past the last day, written so that the index of last days answers for nearly all."""
    undated = and_(
        Record.retain_until.is_(None),
        Record.decided_on.is_(None),
        Record.attributes.has_key(RETAINED_AT_MOST_UNTIL),
        last_day() < day,
    )
    return or_(Record.retain_until < day, undated)


def hold_of(day: date) -> ColumnElement[str | None]:
    """What holds a record on a day; NULL when nothing does."""
    running = select(RecordImport.id).where(
        RecordImport.state.in_((ImportState.queued, ImportState.running))
    )
    off = and_(Record.removed_on.is_not(None), Record.removed_on <= day)
    held: list[tuple[ColumnElement[bool], Hold]] = [
        (Record.disputed.is_(True), Hold.disputed),
        *((Record.id.in_(keeper()), Hold.in_case) for keeper in _KEEPERS),
        (and_(Record.kind.in_(LISTED_KINDS), ~off), Hold.listed),
        (
            and_(Record.kind == FactKind.CONVICTION, Record.sentence_end_on.is_(None)),
            Hold.sentence_unknown,
        ),
        (
            and_(Record.import_id.is_not(None), Record.import_id.in_(running)),
            Hold.being_imported,
        ),
    ]
    return case(*((condition, literal(hold.value)) for condition, hold in held), else_=None)


def why() -> ColumnElement[str]:
    """On which ground a record leaves."""
    return case(
        (Record.kind == FactKind.HONOUR, literal(Why.term.value)),
        (Record.kind.in_(LISTED_KINDS), literal(Why.removal.value)),
        (Record.sentence_end_on.is_not(None), literal(Why.sentence.value)),
        else_=literal(Why.determination.value),
    )
