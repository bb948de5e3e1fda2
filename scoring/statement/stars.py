"""The stars a member has earned this year, and how far it is to the next one."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from scoring.catalogue.problems import NoCatalogueCovers
from scoring.catalogue.service import in_force
from scoring.catalogue.table import CatalogueTable
from scoring.communities.models import Member
from scoring.ledger.models import Entry, Kind
from service.database import db
from service.messages import Message, msg


@dataclass(frozen=True)
class Standing:
    """What the points of one calendar year are worth."""

    stars: int
    points: int
    """Honour earned in the year."""
    missing: int | None
    """Points still needed for the next star; None where there is no higher one."""


def standing(table: CatalogueTable, points: int) -> Standing:
    """Stars for points by a catalogue that has stars."""
    higher = [star.points for star in table.stars if star.points > points]
    return Standing(table.stars_of(points), points, min(higher) - points if higher else None)


def told(member: Member, today: date) -> Message | None:
    """The member's stars of this year in a sentence; None where the catalogue knows none."""
    try:
        _, table = in_force(member.community_code, today)
    except NoCatalogueCovers:
        return None
    if not table.stars:
        return None
    now = standing(table, _earned(member, today.year))
    if now.missing is None:
        return msg("今年得 {points} 分，{stars} 星，已是最高。", points=now.points, stars=now.stars)
    return msg(
        "今年得 {points} 分，{stars} 星；再得 {missing} 分升一星。",
        points=now.points,
        stars=now.stars,
        missing=now.missing,
    )


def _earned(member: Member, year: int) -> int:
    earned = select(func.coalesce(func.sum(Entry.honour), 0)).where(
        Entry.member_id == member.id,
        Entry.kind.in_((Kind.award, Kind.reversal)),
        Entry.posted_on.between(date(year, 1, 1), date(year, 12, 31)),
    )
    return int(db.session.scalar(earned) or 0)
