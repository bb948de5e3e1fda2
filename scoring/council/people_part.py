"""The part of a pack about people and goods: objections, who took part, orders, who left."""

from datetime import date, datetime, timedelta

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from scoring.boards.asking import Asked, BoardLevel
from scoring.boards.figures import ALL
from scoring.boards.period import Period
from scoring.boards.scores import scores
from scoring.communities.models import Community, Level, Member, MemberState, joined
from scoring.council.limits import OBJECTIONS_MAX
from scoring.council.pack import Erasures, GoodsLine, ObjectionLine, PlaceLine, StockLine
from scoring.ledger.models import Entry
from scoring.ledger.reading import lines_of
from scoring.objections.models import Objection
from scoring.objections.titles import title_of
from scoring.redemption.models import GIVEN_UP, Goods, Order, OrderState
from service import clock
from service.database.office_time import office_day


def objections(session: Session, community_code: str, month: Period) -> list[ObjectionLine]:
    """Objections that were open on some day of the month, the first first."""
    begins, ends = bounds(month)
    found = session.scalars(
        select(Objection)
        .join(Member, Member.id == Objection.member_id)
        .where(
            Member.community_code == community_code,
            Objection.made_at < ends,
            or_(Objection.ended_at.is_(None), Objection.ended_at >= begins),
        )
        .order_by(Objection.made_at, Objection.id)
        .limit(OBJECTIONS_MAX)
    ).all()
    entries = session.scalars(
        select(Entry).where(Entry.id.in_({one.entry_id for one in found}))
    ).all()
    titles = {line.entry.id: title_of(line) for line in lines_of(session, entries)}
    return [
        ObjectionLine(
            one.case_number,
            clock.at_office(one.made_at).date(),
            titles[one.entry_id],
            one.state,
            clock.at_office(one.ended_at).date() if one.ended_at else None,
        )
        for one in found
    ]


def places(
    community: Community, month: Period, today: date, dimensions: list[str]
) -> tuple[list[PlaceLine], bool]:
    """Households that took part by building, small ones joined as on boards; and if all is hidden.

    The last line is the whole community.
    """
    asked = Asked(BoardLevel.building, None, month, min(today, month.last), today)
    found = scores(community, asked, dimensions)
    lines = [
        PlaceLine(
            one.name, one.score.facts.households, one.now.households[ALL], one.now.points[ALL]
        )
        for one in [*found.places.get(Level.building, []), found.whole]
    ]
    return lines, not found.shown


def goods(session: Session, community_code: str, month: Period) -> list[GoodsLine]:
    """Orders made in the month by goods and shop, and how they stand now."""
    begins, ends = bounds(month)
    rows = session.execute(
        select(
            Order.goods_name,
            Order.shop,
            func.count(),
            func.sum(Order.quantity),
            func.sum(Order.points),
            func.count().filter(Order.state == OrderState.collected),
            func.count().filter(Order.state == OrderState.reserved),
            func.count().filter(Order.state.in_(GIVEN_UP)),
        )
        .where(
            Order.community_code == community_code, Order.made_at >= begins, Order.made_at < ends
        )
        .group_by(Order.goods_name, Order.shop)
        .order_by(Order.shop, func.sum(Order.points).desc(), Order.goods_name)
    )
    return [GoodsLine(*row[:3], int(row[3]), int(row[4]), *row[5:]) for row in rows]


def stock(session: Session, community_code: str) -> list[StockLine]:
    """What is left of everything on the list now, and of what is off it but still there."""
    rows = session.execute(
        select(Goods.name, Goods.shop, Goods.cost, Goods.stock, Goods.offered)
        .where(Goods.community_code == community_code, or_(Goods.offered, Goods.stock > 0))
        .order_by(Goods.shop, Goods.name)
    )
    return [StockLine(*row) for row in rows]


def erasures(session: Session, community_code: str, month: Period, today: date) -> Erasures:
    """Who joined, who left, and whether all was erased by the day promised."""
    begins, ends = bounds(month)
    erased = and_(Member.erased_at >= begins, Member.erased_at < ends)
    erased_on = office_day(Member.erased_at)
    # Who never took part could say yes to the end of that day, and is erased the day after.
    last_day = Member.erase_by + case((Member.left_on.is_(None), 1), else_=0)
    overdue = and_(
        Member.state == MemberState.left,
        Member.erase_by < today,
        Member.erase_by.between(month.first, month.last),
    )
    row = session.execute(
        select(
            func.count().filter(Member.joined_on.between(month.first, month.last), joined()),
            func.count().filter(Member.left_on.between(month.first, month.last)),
            func.count().filter(erased, Member.left_on.is_not(None)),
            func.count().filter(or_(and_(erased, erased_on > last_day), overdue)),
            func.count().filter(Member.state == MemberState.active),
        ).where(Member.community_code == community_code)
    ).one()
    return Erasures(*row)


def bounds(month: Period) -> tuple[datetime, datetime]:
    """First moment of a month at the office, and of the next one."""
    after = month.last + timedelta(days=1)
    return clock.begins(month.first), clock.begins(after)
