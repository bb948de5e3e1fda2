"""Queries answered in a period, by basis, channel and purpose."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import func, select

from credit.queries.models import CreditQuery
from credit.queries.wording import BASES, CHANNELS
from service.messages import Message, msg
from service.statistics.beside import Beside
from service.statistics.counting import listing
from service.statistics.figures import Breakdown, Chapter, Figure, Provider, Slice, Source
from service.statistics.one_pass import Spans, Statement, in_one_pass
from service.statistics.period import Period
from service.statistics.telling import compared, divided

UNIT = msg("次")
CODE, REFUSED = "queries", "queries_denied"


def read(asked: Beside) -> tuple[Chapter, Chapter]:
    """One answer about one subject is one query, however many were asked for in a call."""
    return asked.each(_chapter, _counted(asked))


@in_one_pass
def _counted(spans: Spans) -> Statement:
    span = spans.moments(CreditQuery.at)
    return (
        select(
            span.stretch,
            CreditQuery.basis_kind,
            CreditQuery.channel,
            func.sum(CreditQuery.answered),
            func.sum(CreditQuery.denied),
        )
        .where(span.within)
        .group_by(span.stretch, CreditQuery.basis_kind, CreditQuery.channel)
    )


def _chapter(asked: Period, rows: Iterable[Any]) -> Chapter:
    months, refused = Counter[str](), Counter[str]()
    bases, channels = Counter[str](), Counter[str]()
    for when, basis, channel, answered, denied in rows:
        months[when] += int(answered)
        refused[when] += int(denied)
        bases[basis] += int(answered)
        channels[channel] += int(answered)
    parts = (
        Breakdown("basis", msg("依据"), tuple(_slices(BASES, bases, asked, "basis"))),
        Breakdown("channel", msg("渠道"), tuple(_slices(CHANNELS, channels, asked, "channel"))),
    )
    figures = (
        Figure(CODE, msg("信用查询"), UNIT, months, parts, _listed(asked)),
        Figure(REFUSED, msg("依法拒绝的查询"), UNIT, refused, (), _listed(asked, denied="yes")),
    )
    return Chapter(CODE, msg("信用查询"), figures)


def _slices(
    names: Mapping[Any, Message],
    counts: Counter[str],
    asked: Period,
    filter_name: str,
) -> Iterator[Slice]:
    for code, name in names.items():
        yield Slice(str(code), name, counts[code], _listed(asked, **{filter_name: str(code)}))


def _listed(asked: Period, **narrowed: str) -> Source:
    return listing("/queries", "queries.read", asked, **narrowed)


def tell(now: Chapter, before: Chapter) -> Iterator[Message]:
    """Queries in words."""
    found, refused = now.figure(CODE), now.figure(REFUSED)
    if not found.value and not refused.value:
        yield msg("本期没有信用查询")
        return
    yield msg(
        "为部门和公众提供信用查询 {count} 次{compared}",
        count=f"{found.value:,}",
        compared=compared(found.value, before.figure(CODE).value),
    )
    by_basis, by_channel = found.breakdowns
    bases = divided(by_basis, UNIT)
    channels = divided(by_channel, UNIT)
    if bases and channels:
        yield msg("按依据为{bases}；按渠道为{channels}", bases=bases, channels=channels)
    if refused.value:
        yield msg("依法拒绝 {count} 次，均留有记录", count=f"{refused.value:,}")


PROVIDER = Provider(CODE, 20, read, tell)
