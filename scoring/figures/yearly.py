"""Participation of a period: who joined, what was earned by dimension, what was exchanged."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import BigInteger, Date, Select, bindparam, cast, func, literal, select, true
from sqlalchemy.sql.elements import BindParameter

from scoring.boards.dimensions import dimensions_of
from scoring.catalogue.service import all_in_force
from scoring.communities.models import Community, Member, MemberState, joined
from scoring.ledger.models import Entry, Kind
from scoring.redemption.models import Order, OrderState
from service.database import db
from service.messages import Message, msg, named
from service.statistics.beside import Beside
from service.statistics.counting import tally
from service.statistics.figures import Breakdown, Chapter, Figure, Provider, Rate, Slice
from service.statistics.one_pass import Spans, Statement, in_one_pass
from service.statistics.period import Period
from service.statistics.telling import compared, divided

CODE = "participation"
JOINED, ENTRIES, ORDERS, TOOK_PART = "members_joined", "points_entries", "redemptions", "took_part"


def read(asked: Beside) -> tuple[Chapter, Chapter]:
    """All communities together; an award counts by the day from which it stands in the ledger."""
    return asked.each(
        partial(_chapter, _dimension_names(asked.now.last)),
        _joinings(asked),
        _awards(asked),
        _exchanges(asked),
        _took_part(asked),
    )


def _chapter(
    names: Mapping[str, Message],
    _: Period,
    joined: Iterable[Any],
    awards: Iterable[Any],
    exchanged: Iterable[Any],
    took_part: tuple[int, int],
) -> Chapter:
    months, _states = tally(exchanged, 1)
    orders = Figure(ORDERS, msg("积分兑换"), msg("次"), months)
    return Chapter(
        CODE,
        msg("社区积分（自愿参加）"),
        (_joined(joined), _entries(names, awards), orders),
        (Rate(TOOK_PART, msg("有得分的居民占比"), *took_part),),
    )


@in_one_pass
def _joinings(spans: Spans) -> Statement:
    span = spans.days(Member.joined_on)
    counted = (
        select(span.stretch.label("stretch"), Member.community_code, func.count().label("many"))
        .where(span.within, joined())
        .group_by("stretch", Member.community_code)
        .subquery()
    )
    return select(counted.c.stretch, Community.code, Community.name, counted.c.many).join(
        Community, Community.code == counted.c.community_code
    )


@in_one_pass
def _awards(spans: Spans) -> Statement:
    """Counted by day first: so the index answers alone, and of days there are few."""
    within = spans.days(Entry.posted_on).within
    by_day = (
        select(Entry.posted_on, Entry.dimension, func.count().label("many"))
        .where(within, Entry.kind == Kind.award)
        .group_by(Entry.posted_on, Entry.dimension)
        .subquery()
    )
    stretch = spans.days(by_day.c.posted_on).stretch
    many = cast(func.sum(by_day.c.many), BigInteger)
    return select(stretch, by_day.c.dimension, many).group_by(stretch, by_day.c.dimension)


@in_one_pass
def _exchanges(spans: Spans) -> Statement:
    span = spans.moments(Order.ended_at)
    return (
        select(span.stretch, Order.state, func.count())
        .where(Order.state == OrderState.collected, span.within)
        .group_by(span.stretch, Order.state)
    )


def _members() -> Select[*tuple[Any, ...]]:
    """Every member is looked at once for both periods."""
    counts = []
    for first, after in (("now", "till_now"), ("before", "till_before")):
        there = Member.joined_on < _day(after)
        # Asked of each member, the ledger's index answers at the first award; a count of different
        # members would read every entry of the period. A join, lest the planner read them all.
        award = (
            select(literal(1).label("found"))
            .where(
                Entry.member_id == Member.id,
                Entry.posted_on >= _day(first),
                Entry.posted_on < _day(after),
                Entry.kind == Kind.award,
                there,
            )
            .limit(1)
            .lateral()
        )
        counts.append((award, func.count(award.c.found), func.count().filter(there)))
    (now, *counted), (before, *counted_then) = counts
    return (
        select(*counted, *counted_then)
        .select_from(Member)
        .outerjoin(now, true())
        .outerjoin(before, true())
        .where(Member.joined_on < _day("till_now"), Member.state != MemberState.erased, joined())
    )


def _day(name: str) -> BindParameter[date]:
    return bindparam(name, type_=Date())


_MEMBERS = _members()


def _joined(rows: Iterable[Any]) -> Figure:
    months, communities, names = Counter[str](), Counter[str](), dict[str, str]()
    for when, code, name, count in rows:
        months[when] += count
        communities[code] += count
        names[code] = name
    slices = tuple(Slice(code, named(names[code], ""), communities[code]) for code in sorted(names))
    parts = (Breakdown("community", msg("社区"), slices),)
    return Figure(JOINED, msg("新参加的居民"), msg("位居民"), months, parts)


def _entries(names: Mapping[str, Message], rows: Iterable[Any]) -> Figure:
    months, dimensions = tally(rows, 1)
    slices = tuple(
        Slice(code, names.get(code) or named(code, ""), dimensions[code])
        for code in (*names, *sorted(set(dimensions) - set(names)))
    )
    parts = (Breakdown("dimension", msg("维度"), slices),)
    return Figure(ENTRIES, msg("积分登记"), msg("笔"), months, parts)


def _dimension_names(day: date) -> dict[str, Message]:
    """The dimensions of all communities' catalogues; the first that names one names it."""
    names: dict[str, Message] = {}
    for table in all_in_force(day):
        for one in dimensions_of(table):
            names.setdefault(one.code, one.name)
    return names


def _took_part(asked: Beside) -> tuple[tuple[int, int], tuple[int, int]]:
    """Members who earned something, and all who were members at the end; in both periods."""
    days = dict(zip(("before", "till_before", "now", "till_now"), asked.ends, strict=True))
    earned, members, earned_then, members_then = db.session.execute(_MEMBERS, days).one()
    return (earned, members), (earned_then, members_then)


def tell(now: Chapter, before: Chapter) -> Iterator[Message]:
    """Participation in words."""
    joined, entries, orders = (now.figure(code) for code in (JOINED, ENTRIES, ORDERS))
    if not joined.value and not entries.value:
        yield msg("本期没有社区积分活动")
        return
    yield msg(
        "社区积分自愿参加，新参加居民 {joined} 人，登记积分 {entries} 笔{compared}",
        joined=f"{joined.value:,}",
        entries=f"{entries.value:,}",
        compared=compared(entries.value, before.figure(ENTRIES).value),
    )
    (by_dimension,) = entries.breakdowns
    dimensions = divided(by_dimension, msg("笔"))
    if dimensions:
        yield msg("按维度为{dimensions}", dimensions=dimensions)
    if orders.value:
        yield msg("兑换 {orders} 次", orders=f"{orders.value:,}")


PROVIDER = Provider(CODE, 60, read, tell)
