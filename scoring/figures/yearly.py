"""Participation of a period: who joined, what was earned by dimension, what was exchanged."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Select, cast, exists, func, select

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
from service.statistics.period import Period
from service.statistics.telling import compared, divided

CODE = "participation"
JOINED, ENTRIES, ORDERS, TOOK_PART = "members_joined", "points_entries", "redemptions", "took_part"


def read(asked: Beside) -> tuple[Chapter, Chapter]:
    """All communities together; an award counts by the day from which it stands in the ledger."""
    return asked.each(
        _chapter,
        asked.split(db.session.execute(_joinings(asked))),
        asked.split(db.session.execute(_awards(asked))),
        asked.split(db.session.execute(_exchanges(asked))),
    )


def _chapter(
    asked: Period, joined: Iterable[Any], awards: Iterable[Any], exchanged: Iterable[Any]
) -> Chapter:
    months, _ = tally(exchanged, 1)
    orders = Figure(ORDERS, msg("积分兑换"), msg("次"), months)
    return Chapter(
        CODE,
        msg("社区积分（自愿参加）"),
        (_joined(joined), _entries(asked, awards), orders),
        (_took_part(asked),),
    )


def _joinings(asked: Beside) -> Select[Any]:
    span = asked.days(Member.joined_on)
    counted = (
        select(span.stretch.label("stretch"), Member.community_code, func.count().label("many"))
        .where(span.within, joined())
        .group_by("stretch", Member.community_code)
        .subquery()
    )
    return select(counted.c.stretch, Community.code, Community.name, counted.c.many).join(
        Community, Community.code == counted.c.community_code
    )


def _awards(asked: Beside) -> Select[Any]:
    """Counted by day first: so the index answers alone, and of days there are few."""
    within = asked.days(Entry.posted_on).within
    by_day = (
        select(Entry.posted_on, Entry.dimension, func.count().label("many"))
        .where(within, Entry.kind == Kind.award)
        .group_by(Entry.posted_on, Entry.dimension)
        .subquery()
    )
    stretch = asked.days(by_day.c.posted_on).stretch
    many = cast(func.sum(by_day.c.many), BigInteger)
    return select(stretch, by_day.c.dimension, many).group_by(stretch, by_day.c.dimension)


def _exchanges(asked: Beside) -> Select[int, str, int]:
    span = asked.moments(Order.ended_at)
    return (
        select(span.stretch, Order.state, func.count())
        .where(Order.state == OrderState.collected, span.within)
        .group_by(span.stretch, Order.state)
    )


def _joined(rows: Iterable[Any]) -> Figure:
    months, communities, names = Counter[str](), Counter[str](), dict[str, str]()
    for when, code, name, count in rows:
        months[when] += count
        communities[code] += count
        names[code] = name
    slices = tuple(Slice(code, named(names[code], ""), communities[code]) for code in sorted(names))
    parts = (Breakdown("community", msg("社区"), slices),)
    return Figure(JOINED, msg("新参加的居民"), msg("位居民"), months, parts)


def _entries(asked: Period, rows: Iterable[Any]) -> Figure:
    months, dimensions = tally(rows, 1)
    names = _dimension_names(asked.last)
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


def _took_part(asked: Period) -> Rate:
    """Members who earned something, of all who were members at the end."""
    members = select(func.count()).where(
        Member.joined_on <= asked.last, Member.state != MemberState.erased, joined()
    )
    # Asked of each member, the ledger's index answers at the first award; a count of different
    # members would read every entry of the period.
    earned = members.where(
        exists().where(
            Entry.member_id == Member.id,
            Entry.posted_on.between(asked.first, asked.last),
            Entry.kind == Kind.award,
        )
    )
    return Rate(
        TOOK_PART,
        msg("有得分的居民占比"),
        db.session.scalar(earned) or 0,
        db.session.scalar(members) or 0,
    )


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
