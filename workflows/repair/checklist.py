"""What must be handed in for a case, what is there, and what the service fetches itself. Pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from credit.rules.vocabulary import Evidence, PenaltyKind
from service.messages import Message, Named, msg
from workflows.repair.dated_tables import MaterialRule, Materials, PaymentRule
from workflows.repair.facts import RecordFacts
from workflows.repair.surcharge import surcharge
from workflows.workdays.calendar import Calendar

TEMPORARY, FINAL = "temporary", "final"
_MONEY = frozenset(
    {
        PenaltyKind.FINE,
        PenaltyKind.CONFISCATION_OF_INCOME,
        PenaltyKind.CONFISCATION_OF_GOODS,
    }
)
_WORDS = frozenset({PenaltyKind.WARNING, PenaltyKind.PUBLIC_CRITICISM})


class NeedState(StrEnum):
    """How it stands with one document."""

    missing = "missing"
    there = "there"
    in_house = "in_house"
    """The service has what it would show; nothing is handed in."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What decides which documents are needed, besides the records."""

    case_type: str
    stage: str = TEMPORARY
    by_agent: bool = False
    """Somebody else came to the window for the enterprise."""
    by_administrator: bool = False
    """The administrator of a bankruptcy applies for the debtor."""
    on_register: bool = False
    """The registration of the subject is on file here."""
    performed_on: date | None = None
    """When the applicant says that all duties were performed."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that was handed in."""

    kind: str
    record_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Need:
    """One document that is needed, and how it stands."""

    kind: str
    record_id: int | None
    title: Named
    hint: Message
    article: str
    evidence: Evidence
    state: NeedState = NeedState.missing

    @property
    def key(self) -> str:
        """Names it within its case."""
        return self.kind if self.record_id is None else f"{self.kind}:{self.record_id}"


def needs(
    records: Sequence[RecordFacts],
    about: Circumstances,
    materials: Materials,
    payment: PaymentRule,
    calendar: Callable[[], Calendar],
) -> list[Need]:
    """Every document the rules ask for, in the order of the table; all of them missing as yet."""
    rows = [row for row in materials.rows if _fits(row, about)]
    found: list[Need] = []
    for kind in dict.fromkeys(row.kind for row in rows):
        same = [row for row in rows if row.kind == kind]
        found += _of_kind(same, records, about, payment, calendar)
    return found


def held_against(wanted: Iterable[Need], papers: Sequence[Paper]) -> list[Need]:
    """The same, each with whether it has been handed in."""
    wanted = list(wanted)
    single = {one.kind for one in wanted if sum(x.kind == one.kind for x in wanted) == 1}
    return [
        replace(one, state=NeedState.there) if _is_there(one, papers, single) else one
        for one in wanted
    ]


def missing(wanted: Iterable[Need]) -> list[Need]:
    """What has still to be handed in."""
    return [one for one in wanted if one.state is NeedState.missing]


def _of_kind(
    rows: Sequence[MaterialRule],
    records: Sequence[RecordFacts],
    about: Circumstances,
    payment: PaymentRule,
    calendar: Callable[[], Calendar],
) -> Iterator[Need]:
    if not rows[0].per_record:
        general = _situations(None, about)
        row = next((row for row in rows if not row.when or row.when & general), None)
        if row is not None:
            yield _need(row, None, about, row.hint)
        return
    for record in records:
        situations = _situations(record, about)
        row = next((row for row in rows if not row.when or row.when & situations), None)
        if row is not None:
            yield _need(row, record.id, about, _hint(row, record, about, payment, calendar))


def _need(row: MaterialRule, record_id: int | None, about: Circumstances, hint: Message) -> Need:
    fetched = row.in_house is not None and row.in_house in _situations(None, about)
    state = NeedState.in_house if fetched else NeedState.missing
    return Need(row.kind, record_id, row.title, hint, row.article, row.evidence, state)


def _fits(row: MaterialRule, about: Circumstances) -> bool:
    return about.case_type in row.case_types and row.stage in (None, about.stage)


def _situations(record: RecordFacts | None, about: Circumstances) -> frozenset[str]:
    """The situations of `tables/checklist.yaml` that hold."""
    holds = {
        "by_agent": about.by_agent,
        "by_administrator": about.by_administrator,
        "on_register": about.on_register,
    }
    if record is not None:
        kinds = record.penalty_kinds
        holds |= {
            "fine_and_order": bool(kinds & _MONEY) and bool(kinds - _MONEY - _WORDS),
            "fine": bool(kinds & _MONEY),
            "warning": bool(kinds) and kinds <= _WORDS,
        }
    return frozenset(name for name, true in holds.items() if true)


SITUATIONS = frozenset(
    {"by_agent", "by_administrator", "on_register", "fine_and_order", "fine", "warning"}
)
"""What a row of the table may name."""


def _hint(
    row: MaterialRule,
    record: RecordFacts,
    about: Circumstances,
    payment: PaymentRule,
    calendar: Callable[[], Calendar],
) -> Message:
    if row.kind != "performance_proof" or about.performed_on is None:
        return row.hint
    late = surcharge(record.fine, record.decided_on, about.performed_on, payment, calendar())
    if late is None:
        return row.hint
    return msg(
        "{hint}罚款应于 {until} 前缴纳，迟缴 {days} 天，"
        "加处罚款最多 {amount} 元，凭证须包含这一笔。",
        hint=row.hint,
        until=late.payable_until,
        days=late.days_late,
        amount=late.amount,
    )


def _is_there(one: Need, papers: Sequence[Paper], single: set[str]) -> bool:
    """A paper of one record counts for what the whole case needs; one without a record for the
    only need of its kind, never for several."""
    return any(
        paper.kind == one.kind
        and (
            one.record_id in {None, paper.record_id}
            or (paper.record_id is None and one.kind in single)
        )
        for paper in papers
    )
