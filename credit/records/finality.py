"""From when a decision is final, where its sender does not say.

A penalty becomes part of an archive once the terms for review and suit have run out or it
was upheld (Zhejiang Public Credit Information Regulation Art. 11). The terms stand in
`tables/finality.yaml`.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from credit.records.dated import in_force, load_table
from credit.rules.vocabulary import Evidence, FactKind
from service.months import add_months


@dataclass(frozen=True, slots=True)
class Term:
    """How long decisions of some kinds stay open to review and suit."""

    code: str
    source: str
    evidence: Evidence
    kinds: frozenset[FactKind]
    days: int
    """Term for review, days."""
    months: int
    """Term for suit, months."""
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Finality:
    """The first day on which a decision is final, and the row that says so."""

    final_on: date
    term: str


def finality(kind: FactKind, decided_on: date | None) -> Finality | None:
    """When a decision of that day becomes final by lapse of time; None where no term is known."""
    if decided_on is None:
        return None
    for term in in_force(_terms(), decided_on):
        if kind in term.kinds:
            return _after(term, decided_on)
    return None


def _after(term: Term, decided_on: date) -> Finality | None:
    try:
        last_day = max(add_months(decided_on, term.months), decided_on + timedelta(days=term.days))
        return Finality(last_day + timedelta(days=1), term.code)
    except OverflowError:
        return None


@cache
def _terms() -> tuple[Term, ...]:
    return tuple(
        Term(
            row["code"],
            row["source"],
            Evidence(row["evidence"]),
            frozenset(FactKind(kind) for kind in row["kinds"]),
            row["days"],
            row["months"],
            row["valid_from"],
            row["valid_to"],
        )
        for row in load_table("finality")["terms"]
    )
