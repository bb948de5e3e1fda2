"""Reads objections: a member's own with where each stands, and one with all that belongs to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from scoring.communities.models import Member
from scoring.communities.scope import reaches
from scoring.ledger.lines import Line
from scoring.ledger.models import Entry
from scoring.ledger.reading import lines_of
from scoring.objections.limits import SHOWN_MAX
from scoring.objections.models import Objection, ObjectionState
from scoring.objections.problems import ObjectionUnknown
from scoring.objections.titles import title_of
from service import disputes
from service.database import db
from service.disputes import Standing
from service.messages import Message, msg


@dataclass(frozen=True, slots=True)
class Row:
    """An objection with what it is to and where it stands."""

    objection: Objection
    title: Message
    standing: Standing
    line: Line
    """The entry, explained."""


def objections_of(member: Member, limit: int | None = SHOWN_MAX) -> list[Row]:
    """A member's objections, the newest first."""
    found = db.session.scalars(
        select(Objection)
        .where(Objection.member_id == member.id)
        .order_by(Objection.id.desc())
        .limit(limit)
    ).all()
    return rows_of(found)


def objections_in(community_code: str, limit: int = SHOWN_MAX) -> list[Row]:
    """A community's objections, those that are open first, then the newest."""
    found = db.session.scalars(
        select(Objection)
        .join(Member, Member.id == Objection.member_id)
        .where(Member.community_code == community_code)
        .order_by(Objection.state != ObjectionState.open, Objection.id.desc())
        .limit(limit)
    ).all()
    return rows_of(found)


def count_open_in(community_code: str) -> int:
    """How many objections of a community wait for an answer."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Objection)
            .join(Member, Member.id == Objection.member_id)
            .where(Member.community_code == community_code, Objection.state == ObjectionState.open)
        )
        or 0
    )


def rows_of(found: Sequence[Objection]) -> list[Row]:
    """Objections with their entries and standings, in a fixed number of queries."""
    if not found:
        return []
    wanted = select(Entry).where(Entry.id.in_([one.entry_id for one in found]))
    entries = db.session.scalars(wanted).all()
    lines = {line.entry.id: line for line in lines_of(db.session(), entries)}
    standings = disputes.desk().standings([one.case_number for one in found])
    return [
        Row(one, title_of(lines[one.entry_id]), standings[one.case_number], lines[one.entry_id])
        for one in found
    ]


def objection_here(number: str, action: str) -> Objection:
    """The objection with that case's number, if the caller may do `action` about its member.

    Raises `ObjectionUnknown`.
    """
    row = db.session.execute(
        select(Objection, Member)
        .join(Member, Member.id == Objection.member_id)
        .where(Objection.case_number == number.strip().upper())
    ).one_or_none()
    if row is None or not reaches(row.Member, action):
        raise ObjectionUnknown(msg("没有编号为“{number}”的异议。", number=number[:40]))
    found: Objection = row.Objection
    return found


def held_of(member: Member) -> list[dict[str, Any]]:
    """Everything objections hold about a member, for the member's export."""
    return [
        {
            "entry": str(row.objection.entry_id),
            "title": str(row.title),
            "case": row.objection.case_number,
            "state": str(row.objection.state),
            "grounds": row.objection.grounds,
            "answer": row.objection.answer,
            "made_at": row.objection.made_at.isoformat(),
            "ended_at": row.objection.ended_at and row.objection.ended_at.isoformat(),
        }
        for row in objections_of(member, limit=None)
    ]
