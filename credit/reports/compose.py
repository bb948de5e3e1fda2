"""From the answer to a query to the sections of a report. Pure: no session, no clock."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from credit.checks.wording import FACT_KINDS
from credit.measures.applying import Applying
from credit.queries.disclosure import Disclosed, Mark, legend_of
from credit.records.penalty_kinds import kind_labels
from credit.records.wording import TIERS
from credit.reports.content import Entry, Line, Meaning, Section
from credit.reports.sections import Holds, SectionRow
from credit.reports.wording import ADVICE, CONSTRAINT, INCENTIVE, KINDS, LABELS, MARKS
from credit.rules.vocabulary import FactKind, PenaltyKind, Tier
from service.papers.wording import day as in_words

RECORD_LINES = (
    "authority", "decided_on", "violation", "penalty_kinds", "content", "fine", "confiscated",
    "tier", "published_until", "repairable_from",
)  # fmt: skip
"""Particulars of a record, in the order of the page; those that are empty are left out."""
PROFILE_LINES = ("organisation_type", "registered_capital", "province", "city")
INCENTIVE_KIND = "incentive"
GOING_ON = {
    Mark.under_objection: "objection_going_on",
    Mark.under_repair: "repair_going_on",
    Mark.date_unknown: "ask_authority",
}
"""What a mark says of what is to be done, the weightiest first."""


@dataclass(frozen=True)
class Registration:
    """What the register says of the organisation."""

    name: str
    code: str
    kind: str
    registered_on: date | None = None
    profile: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """What may be told of it on a day."""

    registration: Registration
    records: Sequence[Disclosed]
    honours: Sequence[Disclosed]
    measures: Sequence[Applying]
    day: date


def compose(told: Told, rows: Iterable[SectionRow]) -> tuple[Section, ...]:
    """All sections, in the order of the table; those with nothing to tell are empty."""
    return tuple(Section(row.code, row.title, tuple(_entries(row, told))) for row in rows)


def legend(told: Told) -> tuple[Meaning, ...]:
    """The marks that stand somewhere, and what each means."""
    return tuple(Meaning(mark, MARKS[mark]) for mark in legend_of([*told.records, *told.honours]))


def _entries(row: SectionRow, told: Told) -> Iterator[Entry]:
    match row.holds:
        case Holds.registration:
            yield _registered(told.registration)
        case Holds.records:
            yield from (_record(one) for one in told.records if one.kind in row.kinds)
        case Holds.honours:
            yield from map(_honour, told.honours)
        case Holds.measures:
            yield from map(_measure, told.measures)
        case Holds.advice:
            yield from _advice(told)


def _registered(one: Registration) -> Entry:
    former = [name["name"] for name in one.profile.get("former_names", ())]
    values = {
        "code": one.code,
        "kind": KINDS[one.kind].zh if one.kind in KINDS else one.kind,
        "registered_on": None if one.registered_on is None else in_words(one.registered_on),
        **{name: one.profile.get(name) for name in PROFILE_LINES},
        "former_names": "、".join(former),
    }
    return _entry(one.name, _lines(values))


def _record(one: Disclosed) -> Entry:
    content = one.content
    values = {name: _in_words(name, content.get(name)) for name in RECORD_LINES}
    kind = str(FACT_KINDS[FactKind(one.kind)])
    title = content.get("decision_number") or content.get("title") or kind
    if title != content.get("title") and content.get("title"):
        values = {"title": content["title"], **values}
    statement = None if one.statement is None else str(one.statement)
    return Entry(title, _lines(values), one.marks, one.adverse, statement, str(one.record_id))


def _honour(one: Disclosed) -> Entry:
    content = one.content
    values = {
        "authority": content.get("authority"),
        "decision_number": content.get("decision_number"),
        "awarded_on": _in_words("decided_on", content.get("decided_on")),
        "valid_until": _in_words("published_until", content.get("published_until")),
    }
    title = content.get("title") or str(FACT_KINDS[FactKind(one.kind)])
    return Entry(title, _lines(values), one.marks, False, None, str(one.record_id))


def _measure(one: Applying) -> Entry:
    kind = INCENTIVE if one.kind == INCENTIVE_KIND else CONSTRAINT
    basis = "；".join(f"{each['doc']}{each.get('article') or ''}" for each in one.legal_basis)
    values = {
        "kind": kind.zh,
        "content": one.content,
        "department": one.department,
        "basis": basis,
        "published_at": one.published_url,
        "until": None if one.until is None else in_words(one.until),
    }
    return _entry(one.name, _lines(values))


def _advice(told: Told) -> Iterator[Entry]:
    for one in told.records:
        sentence = _advice_on(one, told.day)
        if sentence is not None:
            yield _entry(f"{_record(one).title}：{sentence}", ())


def _advice_on(one: Disclosed, day: date) -> str | None:
    """What may be done about one record; of a shielded one nothing need be done."""
    if Mark.shielded in one.marks:
        return None
    going_on = next((ADVICE[text] for mark, text in GOING_ON.items() if mark in one.marks), None)
    if going_on is not None:
        return going_on
    first = one.content.get("repairable_from")
    if first is None:
        return ADVICE["repair_unknown"]
    since = date.fromisoformat(first)
    return (
        ADVICE["repair_now"] if since <= day else ADVICE["repair_from"].format(day=in_words(since))
    )


def _entry(title: str, lines: tuple[Line, ...]) -> Entry:
    return Entry(title, lines, (), False, None, "")


def _lines(values: Mapping[str, Any]) -> tuple[Line, ...]:
    return tuple(Line(LABELS[name], str(value)) for name, value in values.items() if value)


def _in_words(name: str, value: Any) -> str | None:
    if not value:
        return None
    if name == "penalty_kinds":
        return str(kind_labels(frozenset(PenaltyKind(kind) for kind in value)))
    if name == "tier":
        return str(TIERS[Tier(value)])
    if name in {"decided_on", "published_until", "repairable_from"}:
        return in_words(date.fromisoformat(value))
    return str(value)
