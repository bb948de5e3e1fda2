"""Loads the community of the demonstration through the use cases that people use."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select

from scoring.communities.joining import NewMember, join
from scoring.communities.models import Community, Member
from scoring.demo import village
from scoring.demo.posting import post_the_past
from scoring.demo.shop import GOODS
from scoring.demo.stage import as_account, settle
from scoring.ledger.events.code import new_event_code
from scoring.ledger.models import Entry, Event
from scoring.ledger.reading import lots
from scoring.ledger.service import NewEntry, approve, enter, reverse
from scoring.objections.service import object_to
from scoring.redemption.models import Goods
from scoring.redemption.offering import offer
from scoring.redemption.service import collect, order
from service import clock
from service.accounts.demo import DEMO_COMMUNITY, actor
from service.accounts.models import Account
from service.database import db, transaction
from service.demo import Scale

NAME = "翠苑一区"
MEMBERS, WEEKS = 90, 40
RESIDENT, RESIDENT_NAME = "resident", "采菊的茶农"
SHY = 9
"""One neighbour in so many does not want to stand on boards."""
DISPUTED_WITHIN = timedelta(days=14)
"""How old an award is at most that is objected to: well within the period of objections."""


def load_points(_scale: Scale) -> Mapping[str, int]:
    """Places, members, a year's points, goods, an event and an objection; once."""
    if db.session.get(Community, DEMO_COMMUNITY) is None:
        settle(DEMO_COMMUNITY, NAME, "翠苑街道", village.SMALL)
        members = _join(MEMBERS, clock.today() - timedelta(weeks=WEEKS))
        post_the_past(DEMO_COMMUNITY, actor("community"), members, WEEKS)
        _live(members)
    return {"members": _count(Member), "points entries": _count(Entry)}


def _join(count: int, joined_on: date) -> list[Member]:
    """The neighbours, of whom the first is the account `resident`."""
    account_id = db.session.scalar(select(Account.id).where(Account.name == RESIDENT))
    joined = []
    with as_account("community"), transaction():
        for at, one in enumerate(village.neighbours(count)):
            member = join(
                NewMember(
                    DEMO_COMMUNITY,
                    one.household,
                    one.public_name if at else RESIDENT_NAME,
                    one.name if at else "林秋月",
                    agreed=True,
                    on_boards=at % SHY != 1,
                    account_id=None if at else account_id,
                )
            ).member
            member.joined_on = joined_on  # the demonstration has a past
            joined.append(member)
    return joined


def _live(members: list[Member]) -> None:
    """What waits for somebody today: claims, a correction, orders, an event, an objection."""
    today = clock.today()
    _return_property(members[0], "拾到钱包交还失主")
    with as_account("community"):
        for member in members[1:4]:
            enter(
                NewEntry(
                    DEMO_COMMUNITY, member.number, "dispute-mediated", Decimal(1), today,
                    chosen_points=8, evidence="调解楼道堆物纠纷，双方握手",
                )
            )  # fmt: skip
        twice = enter(
            NewEntry(
                DEMO_COMMUNITY, members[5].number, "cleaning", Decimal(1), today,
                evidence="清洁二楼楼道",
            )
        )  # fmt: skip
        _plan(today)
    with as_account("community2"):
        reverse(twice.id, "同一次清洁重复登记")
    _shop(members)
    disputed = _disputed(members[0], today)
    with as_account(RESIDENT):
        object_to(disputed, "当天服务了三小时，只登记了两小时。")


def _return_property(member: Member, evidence: str) -> None:
    """Points that one enters and another approves: enough for anything small in the shop."""
    with as_account("community"):
        found = enter(
            NewEntry(
                DEMO_COMMUNITY, member.number, "returned-property", Decimal(1), clock.today(),
                chosen_points=15, evidence=evidence,
            )
        )  # fmt: skip
    with as_account("community2"):
        approve(found.id)


def _disputed(member: Member, today: date) -> UUID:
    """An award for volunteering one may still object to: the newest, else one of today."""
    recent = db.session.scalars(
        select(Entry.id)
        .where(
            Entry.member_id == member.id,
            Entry.item_code == "volunteer",
            Entry.posted_on > today - DISPUTED_WITHIN,
        )
        .order_by(Entry.posted_on.desc(), Entry.id)
        .limit(1)
    ).one_or_none()
    if recent is not None:
        return recent
    with as_account("community"):
        return enter(
            NewEntry(
                DEMO_COMMUNITY, member.number, "volunteer", Decimal(2), today,
                evidence="社区食堂帮厨",
            )
        ).id  # fmt: skip


def _plan(today: date) -> None:
    starts = datetime.combine(today + timedelta(days=2), time(9), clock.OFFICE_ZONE)
    manager = actor("community")
    with transaction() as session:
        session.add(
            Event(
                code=new_event_code(),
                community_code=DEMO_COMMUNITY,
                title="周末清洁楼道",
                where="3幢楼下集合",
                item_code="cleaning",
                quantity=Decimal(1),
                starts_at=starts,
                ends_at=starts + timedelta(hours=2),
                made_by_id=manager.id,
                made_by=manager.name,
                made_at=clock.now(),
            )
        )


def _shop(members: list[Member]) -> None:
    with as_account("community"):
        goods: dict[str, Goods] = {
            code: offer(DEMO_COMMUNITY, code, what, stock) for code, (what, stock) in GOODS.items()
        }
    with as_account(RESIDENT):
        order(members[0], goods["SOAP"], 1)
    # Points end with the year: in its first weeks few have any.
    if sum(lot.left for lot in lots(members[1])) < goods["PAPER"].cost:
        _return_property(members[1], "拾到钥匙交还失主")
    with as_account("community"):
        taken = order(members[1], goods["PAPER"], 1)
    with as_account("shopkeeper"):
        collect(taken.order.number)


def _count(model: type[Member] | type[Entry]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0
