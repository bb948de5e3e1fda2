"""Checks made in a period, by purpose and by result."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import func, select

from credit.checks.listing import FIRST, least_number
from credit.checks.models import Check
from credit.checks.wording import OUTCOMES, PURPOSES
from credit.rules.vocabulary import Outcome, Purpose
from service.messages import Message, listed, msg
from service.statistics.beside import Beside
from service.statistics.counting import listing, tally
from service.statistics.figures import Breakdown, Chapter, Figure, Provider, Slice, Source
from service.statistics.one_pass import Spans, Statement, in_one_pass
from service.statistics.period import Period
from service.statistics.telling import compared, divided

UNIT = msg("件")
CODE = "reviews"
"""As the API has called it from the start; the word of the house is check."""


def read(asked: Beside) -> tuple[Chapter, Chapter]:
    """How many checks were made; the service's own corrections of one are none of their own."""
    return asked.each(_chapter, _counted(asked))


@in_one_pass
def _counted(spans: Spans) -> Statement:
    span = spans.texts(Check.number, least_number)
    return (
        select(span.stretch, Check.purpose, Check.outcome, func.count())
        .where(span.within, FIRST)
        .group_by(span.stretch, Check.purpose, Check.outcome)
    )


def _chapter(asked: Period, rows: Iterable[Any]) -> Chapter:
    months, purposes, outcomes = tally(rows, 2)
    figure = Figure(
        CODE,
        msg("守法诚信等核查"),
        UNIT,
        months,
        (
            Breakdown("purpose", msg("用途"), tuple(_purposes(purposes, asked))),
            Breakdown("outcome", msg("结果"), tuple(_outcomes(outcomes, asked))),
        ),
        _listed(asked),
    )
    return Chapter(CODE, msg("信用核查"), (figure,))


def _purposes(counts: Counter[str], asked: Period) -> Iterator[Slice]:
    for one in Purpose:
        yield Slice(one, PURPOSES[one], counts[one], _listed(asked, purpose=one))


def _outcomes(counts: Counter[str], asked: Period) -> Iterator[Slice]:
    for one in Outcome:
        yield Slice(one, OUTCOMES[one], counts[one], _listed(asked, outcome=one))


def _listed(asked: Period, **narrowed: str) -> Source:
    return listing("/checks", "checks.read", asked, standing="first", **narrowed)


def tell(now: Chapter, before: Chapter) -> Iterator[Message]:
    """The checks in words."""
    found = now.figure(CODE)
    if not found.value:
        yield msg("本期没有办理信用核查")
        return
    yield msg(
        "共办理守法诚信等信用核查 {count} 件{compared}",
        count=f"{found.value:,}",
        compared=compared(found.value, before.figure(CODE).value),
    )
    by_purpose, by_outcome = found.breakdowns
    purposes = divided(by_purpose, UNIT)
    outcomes = divided(by_outcome, UNIT)
    if purposes and outcomes:
        yield msg("其中{purposes}；结果为{outcomes}", purposes=purposes, outcomes=outcomes)
    busiest = max(found.months.values())
    peaks = [month for month in sorted(found.months) if found.months[month] == busiest]
    yield msg(
        "办理最多的是{months}，{count} 件",
        months=listed(msg("{year}年{month}月", year=one[:4], month=int(one[5:])) for one in peaks),
        count=f"{busiest:,}",
    )


PROVIDER = Provider(CODE, 10, read, tell)
