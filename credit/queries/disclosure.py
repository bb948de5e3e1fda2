"""What of a subject's records a querier may be told. Pure: no Flask, no session, no clock.

A record is told only while it is active, final, kept, and within the span of the purpose;
never one of the simple procedure or of a juvenile, never one that was repaired, revoked or
has expired. Under objection it is told with a mark and counts against nobody.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from credit.queries.purposes import QueryPurpose, Span
from credit.records.as_facts import PUBLISHED_AT_MOST_UNTIL, RETAINED_AT_MOST_UNTIL
from credit.records.models import RecordStatus
from credit.records.wording import status_statement
from credit.rules.facts import plain_decimal
from credit.rules.vocabulary import LISTS, FactKind
from service.messages import Message, msg

COLUMNS = (
    "id", "subject_id", "kind", "status", "authority", "decision_number", "title", "violation",
    "content", "penalty_kinds", "fine", "confiscated", "decided_on", "published_on", "valid_until",
    "final_on", "removed_on", "simple_procedure", "juvenile", "disputed", "tier",
    "published_until_max", "repairable_from", "retain_until", "attributes",
)  # fmt: skip
"""Columns of `Record` that `disclose` looks at."""

NOTHING = msg("查询期内无相关信息")


class Mark(StrEnum):
    """What is to be known about a record beside what it says."""

    under_repair = "under_repair"
    under_objection = "under_objection"
    date_unknown = "date_unknown"
    """Nobody has told from when it counts."""
    shielded = "shielded"


LEGEND: Mapping[Mark, Message] = {
    Mark.under_repair: msg("信用修复办理中"),
    Mark.under_objection: msg("异议办理中，不作为不利依据"),
    Mark.date_unknown: msg("决定日期不详，须向认定单位核实"),
    Mark.shielded: msg("依法院裁定暂时屏蔽，不作为不利依据"),
}


@dataclass(frozen=True, slots=True)
class Disclosed:
    """One record as it is told."""

    record_id: int
    kind: str
    content: Mapping[str, Any]
    """The fields of the purpose, JSON values."""
    marks: tuple[Mark, ...] = ()
    adverse: bool = True
    """Whether it counts against the subject; what is marked as doubtful does not."""
    statement: Message | None = None
    """What a court has said in the record's place."""

    @property
    def honour(self) -> bool:
        """True when it speaks for its subject."""
        return self.kind == FactKind.HONOUR


def shown(rows: Iterable[Any], purpose: QueryPurpose, day: date) -> list[Any]:
    """The rows of `COLUMNS` that are told for a purpose on a day, latest decision first."""
    told = [row for row in rows if _is_told(row, purpose, day)]
    return sorted(told, key=lambda row: (row.decided_on or date.min, row.id), reverse=True)


def disclose(
    rows: Iterable[Any],
    purpose: QueryPurpose,
    day: date,
    under_repair: Collection[int] = (),
) -> list[Disclosed]:
    """What a querier is told of these records; `under_repair` holds numbers of records."""
    return [_disclosed(row, purpose, under_repair) for row in shown(rows, purpose, day)]


def legend_of(told: Iterable[Disclosed]) -> list[Mark]:
    """The marks that stand at any of them, in the order of the legend."""
    there = {mark for one in told for mark in one.marks}
    return [mark for mark in LEGEND if mark in there]


def _is_told(row: Any, purpose: QueryPurpose, day: date) -> bool:
    if row.simple_procedure or row.juvenile or not _is_kept(row, day):
        return False
    if row.kind == FactKind.HONOUR:
        lasting = row.valid_until is None or day <= row.valid_until
        return purpose.honours and row.status == RecordStatus.active and lasting
    if row.status == RecordStatus.shielded:
        return purpose.shielded and _statement(row) is not None
    if row.status != RecordStatus.active or not _stands(row, day):
        return False
    return purpose.span is Span.retention or _is_published(row, day)


def _stands(row: Any, day: date) -> bool:
    """Whether it is final, and still listed if it is an entry of a list."""
    removed = row.kind in LISTS and row.removed_on is not None and row.removed_on <= day
    return _is_final(row, day) and not removed


def _is_published(row: Any, day: date) -> bool:
    until = _until(row, row.published_until_max, PUBLISHED_AT_MOST_UNTIL)
    return (until is not None and day <= until) or (row.kind in LISTS and until is None)


def _is_kept(row: Any, day: date) -> bool:
    until = _until(row, row.retain_until, RETAINED_AT_MOST_UNTIL)
    return until is None or day <= until


def _is_final(row: Any, day: date) -> bool:
    """Only final decisions are bad information (Zhejiang Regulation Art. 11)."""
    if row.attributes.get("final") is False:
        return False
    return row.final_on is None or row.final_on <= day


def _until(row: Any, known: date | None, at_most: str) -> date | None:
    """A last day; of a record without a day of decision the latest it can be."""
    if known is not None or row.decided_on is not None:
        return known
    text = row.attributes.get(at_most)
    return date.fromisoformat(text) if text else None


def _disclosed(row: Any, purpose: QueryPurpose, under_repair: Collection[int]) -> Disclosed:
    if row.status == RecordStatus.shielded:
        content = {"kind": row.kind}
        statement = _statement(row)
        return Disclosed(row.id, row.kind, content, (Mark.shielded,), False, statement)
    marks = []
    if row.id in under_repair:
        marks.append(Mark.under_repair)
    if row.disputed:
        marks.append(Mark.under_objection)
    if row.decided_on is None and row.kind != FactKind.HONOUR:
        marks.append(Mark.date_unknown)
    doubtful = Mark.under_objection in marks or Mark.date_unknown in marks
    adverse = row.kind != FactKind.HONOUR and not doubtful
    return Disclosed(row.id, row.kind, _content(row, purpose.fields), tuple(marks), adverse)


def _content(row: Any, names: Sequence[str]) -> dict[str, Any]:
    return {name: _value(row, name) for name in names}


def _value(row: Any, name: str) -> Any:
    if name == "published_until":
        value = row.valid_until if row.kind == FactKind.HONOUR else row.published_until_max
    else:
        value = getattr(row, name)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return plain_decimal(value)
    return value


def _statement(row: Any) -> Message | None:
    return status_statement(row.status, row.attributes)
