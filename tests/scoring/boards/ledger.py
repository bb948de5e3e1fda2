"""Entries written as rows: the database adds them up by itself."""

from datetime import UTC, date, datetime, time
from uuid import uuid4

from scoring.boards.asking import Asked, BoardLevel
from scoring.boards.period import parse_period
from scoring.communities.models import Member
from scoring.ledger.models import Entry, Kind
from service.database import db

TODAY = date(2026, 11, 27)


def post(member: Member, points: int, day: date, dimension: str = "shan") -> Entry:
    """An award, posted on a day."""
    entry = award(member, points, day, dimension)
    db.session.add(entry)
    db.session.flush()
    return entry


def award(member: Member, points: int, day: date, dimension: str = "shan") -> Entry:
    """An award that is not written yet."""
    return Entry(
        id=uuid4(),
        community_code=member.community_code,
        member_id=member.id,
        household_id=member.household_id,
        kind=Kind.award,
        dimension=dimension,
        honour=points,
        spendable=points,
        expires_on=date(day.year, 12, 31),
        done_on=day,
        posted_on=day,
        posted_at=datetime.combine(day, time(4), UTC),
        source="page",
        entered_by_id=1,
        entered_by="test",
    )


def take_back(wrong: Entry, day: date) -> Entry:
    """A reversal whose lot was spent already: honour alone goes."""
    entry = reversal(wrong, day)
    db.session.add(entry)
    db.session.flush()
    return entry


def reversal(wrong: Entry, day: date) -> Entry:
    """A reversal that is not written yet."""
    return Entry(
        id=uuid4(),
        community_code=wrong.community_code,
        member_id=wrong.member_id,
        household_id=wrong.household_id,
        kind=Kind.reversal,
        dimension=wrong.dimension,
        honour=-wrong.honour,
        spendable=0,
        done_on=wrong.done_on,
        posted_on=day,
        posted_at=datetime.combine(day, time(5), UTC),
        of_entry_id=wrong.id,
        reason="test",
        source="page",
        entered_by_id=1,
        entered_by="test",
    )


def asked(
    level: str = "member",
    period: str = "2026-11",
    as_of: date = TODAY,
    dimension: str | None = None,
    today: date = TODAY,
) -> Asked:
    """A question to the ledger."""
    return Asked(BoardLevel(level), dimension, parse_period(period), as_of, today)
