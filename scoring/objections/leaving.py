"""Objections of a member who leaves: they end, and their words are erased with the member."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from scoring.communities.erasing import on_erase, on_leave
from scoring.communities.models import Member
from scoring.objections.models import Objection, ObjectionState
from service import disputes
from service.database import transaction
from service.outbox import enqueue, job

DROP = "points.drop_objections"


def ask_to_drop(_session: Session, member: Member) -> None:
    """End them right after the member has left: a decision may hold the member just now."""
    enqueue(DROP, member_id=member.id)


@job(DROP)
def drop_open(member_id: int) -> None:
    """End what is open; the desk tells the community."""
    with transaction() as session:
        _drop(session, member_id)


def forget(session: Session, member: Member) -> None:
    """Erase the words; nothing stays open about somebody of whom nothing is known."""
    _drop(session, member.id)
    for objection in session.scalars(select(Objection).filter_by(member_id=member.id)):
        objection.grounds = objection.answer = None


def _drop(session: Session, member_id: int) -> None:
    numbers = session.scalars(
        select(Objection.case_number)
        .where(Objection.member_id == member_id, Objection.state == ObjectionState.open)
        .order_by(Objection.id)
    ).all()
    for number in numbers:
        disputes.desk().drop(number)


on_leave.append(ask_to_drop)
on_erase.insert(0, forget)
