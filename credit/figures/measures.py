"""Measures in a period: proposed, confirmed, lifted and reported on, incentives and constraints."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Select, func, literal, select, union_all

from credit.measures.happening import Happened, happened_in
from credit.measures.models import Measure, MeasureApplication
from credit.measures.vocabulary import MeasureKind
from credit.measures.wording import HAPPENED, KINDS
from service.messages import Message, msg
from service.statistics.beside import Beside
from service.statistics.counting import listing, tally
from service.statistics.figures import Breakdown, Chapter, Figure, Provider, Slice, Source
from service.statistics.one_pass import Spans, Statement, in_one_pass
from service.statistics.period import Period
from service.statistics.telling import compared, divided

UNIT = msg("件")
CODE = "measures"


def read(asked: Beside) -> tuple[Chapter, Chapter]:
    """Each step of an application is counted on the day it happened."""
    return asked.each(_chapter, _counted(asked))


@in_one_pass
def _counted(spans: Spans) -> Statement:
    return union_all(*(_step(what, spans) for what in Happened))


def _step(what: Happened, spans: Spans) -> Select[int, str, str, int]:
    moment, happened = happened_in(what, None)
    span = spans.moments(moment)
    return (
        select(span.stretch, literal(what.value), Measure.kind, func.count())
        .select_from(MeasureApplication)
        .join(Measure, Measure.id == MeasureApplication.measure_id)
        .where(happened, span.within)
        .group_by(span.stretch, Measure.kind)
    )


def _chapter(asked: Period, rows: Sequence[Any]) -> Chapter:
    figures = []
    for what in Happened:
        some = [(month, kind, count) for month, step, kind, count in rows if step == what]
        figures.append(_figure(what, asked, some))
    return Chapter(CODE, msg("激励与约束措施"), tuple(figures))


def _figure(what: Happened, asked: Period, rows: Sequence[Any]) -> Figure:
    months, kinds = tally(rows, 1)
    slices = tuple(
        Slice(kind, KINDS[kind], kinds[kind], _listed(what, asked, kind=kind))
        for kind in MeasureKind
    )
    parts = (Breakdown("kind", msg("种类"), slices),)
    return Figure(f"{CODE}_{what}", HAPPENED[what], UNIT, months, parts, _listed(what, asked))


def _listed(what: Happened, asked: Period, **narrowed: str) -> Source:
    given = {"happened": what.value, "state": "", **narrowed}
    return listing("/measures/work", "measures.applications", asked, **given)


def tell(now: Chapter, before: Chapter) -> Iterator[Message]:
    """Measures in words."""
    confirmed = now.figure(f"{CODE}_{Happened.confirmed}")
    lifted = now.figure(f"{CODE}_{Happened.lifted}")
    if not confirmed.value and not lifted.value:
        yield msg("本期没有实施或解除激励与约束措施")
        return
    yield msg(
        "各部门依法实施激励与约束措施 {count} 件{compared}",
        count=f"{confirmed.value:,}",
        compared=compared(confirmed.value, before.figure(confirmed.code).value),
    )
    kinds = divided(confirmed.breakdowns[0], UNIT)
    if kinds is not None:
        yield msg("其中{kinds}", kinds=kinds)
    if lifted.value:
        yield msg("随修复、到期等解除 {count} 件", count=f"{lifted.value:,}")


PROVIDER = Provider(CODE, 50, read, tell)
