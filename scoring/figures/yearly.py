"""Participation of a period: who joined, what was earned by dimension, what was exchanged."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from sqlalchemy import exists, func, select

from scoring.boards.dimensions import dimensions_of
from scoring.catalogue.service import all_in_force
from scoring.communities.models import Community, Member, MemberState
from scoring.ledger.models import Entry, Kind
from scoring.redemption.models import Order, OrderState
from service.database import db
from service.database.office_time import office_month
from service.messages import Message, msg, named
from service.statistics.counting import tally
from service.statistics.figures import Breakdown, Chapter, Figure, Provider, Rate, Slice
from service.statistics.period import Period
from service.statistics.telling import compared, divided

CODE = "participation"
JOINED, ENTRIES, ORDERS, TOOK_PART = "members_joined", "points_entries", "redemptions", "took_part"


def read(asked: Period) -> Chapter:
    """All communities together; an award counts by the day from which it stands in the ledger."""
    return Chapter(
        CODE,
        msg("社区积分（自愿参加）"),
        (_joined(asked), _entries(asked), _orders(asked)),
        (_took_part(asked),),
    )


def _joined(asked: Period) -> Figure:
    month = func.to_char(Member.joined_on, "YYYY-MM")
    rows = (
        select(month, Community.code, Community.name, func.count())
        .join(Community, Community.code == Member.community_code)
        .where(Member.joined_on.between(asked.first, asked.last))
        .group_by(month, Community.code, Community.name)
    )
    months, communities, names = Counter[str](), Counter[str](), dict[str, str]()
    for when, code, name, count in db.session.execute(rows):
        months[when] += count
        communities[code] += count
        names[code] = name
    slices = tuple(Slice(code, named(names[code], ""), communities[code]) for code in sorted(names))
    parts = (Breakdown("community", msg("社区"), slices),)
    return Figure(JOINED, msg("新参加的居民"), msg("位居民"), months, parts)


def _entries(asked: Period) -> Figure:
    month = func.to_char(Entry.posted_on, "YYYY-MM")
    rows = (
        select(month, Entry.dimension, func.count())
        .where(Entry.posted_on.between(asked.first, asked.last), Entry.kind == Kind.award)
        .group_by(month, Entry.dimension)
    )
    months, dimensions = tally(db.session.execute(rows), 1)
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


def _orders(asked: Period) -> Figure:
    month = office_month(Order.ended_at)
    rows = (
        select(month, Order.state, func.count())
        .where(
            Order.state == OrderState.collected,
            Order.ended_at >= asked.begins,
            Order.ended_at < asked.ends,
        )
        .group_by(month, Order.state)
    )
    months, _ = tally(db.session.execute(rows), 1)
    return Figure(ORDERS, msg("积分兑换"), msg("次"), months)


def _took_part(asked: Period) -> Rate:
    """Members who earned something, of all who were members at the end."""
    members = select(func.count()).where(
        Member.joined_on <= asked.last, Member.state != MemberState.erased
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
