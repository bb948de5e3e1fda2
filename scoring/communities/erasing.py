"""Forgets who has left: other rooms hang in what they keep, then the person is wiped.

`on_leave` runs in the transaction in which somebody leaves, `on_erase` in that which erases;
each is called with the session and the member, whose row still says everything then.
"""

from collections.abc import Callable
from datetime import date

import structlog
from sqlalchemy import and_, delete, or_, select
from sqlalchemy.orm import Session

from scoring.communities.limits import ERASED_AHEAD
from scoring.communities.locking import held
from scoring.communities.models import Member, MemberConsent, MemberState
from scoring.communities.sign_in import close_sign_in
from service import audit, clock
from service.accounts.models import Account
from service.database import db, transaction
from service.files import StoredFile
from service.notices.models import NoticeAddress

Hook = Callable[[Session, Member], None]

on_leave: list[Hook] = []
"""Called when somebody leaves."""
on_erase: list[Hook] = []
"""Called before somebody's data is erased."""


def erase_due(today: date | None = None) -> int:
    """Erase everybody whose time has come, one transaction each; returns how many.

    Whoever left goes a day before the promised one, so that a day of standstill breaks no promise;
    whoever is invited may say yes to the end of the day named. Who cannot be erased keeps nobody
    else: all others are, then the first fault is raised.
    """
    day = today or clock.today()
    due = (
        select(Member.id)
        .where(
            or_(
                and_(Member.state == MemberState.left, Member.erase_by <= day + ERASED_AHEAD),
                and_(Member.state == MemberState.invited, Member.erase_by < day),
            )
        )
        .order_by(Member.id)
    )
    erased, faults = 0, []
    for member_id in list(db.session.scalars(due)):
        try:
            erased += _erase(member_id)
        except Exception as fault:  # noqa: BLE001 - whatever it is, it is raised at the end
            structlog.get_logger("communities").error(
                "erasing.failed", member_id=member_id, error=type(fault).__name__
            )
            faults.append(fault)
    if faults:
        raise faults[0]
    return erased


def _erase(member_id: int) -> bool:
    with transaction() as session:
        member = held(session, member_id)
        if member.state not in {MemberState.left, MemberState.invited}:
            return False  # said yes, or was erased by another worker, in the meantime
        for hook in on_erase:
            hook(session, member)
        _forget_papers(session, member)
        close_sign_in(session, member)  # of an invitation nobody answered it is open still
        _forget_account(session, member)
        member.state = MemberState.erased
        member.public_name = member.name_sealed = member.phone_sealed = None
        member.guardian_sealed = member.household_id = member.account_id = None
        member.has_guardian = member.on_boards = False
        member.erased_at = clock.now()
        audit.record("member.erased", "member", member.number)
    return True


def _forget_papers(session: Session, member: Member) -> None:
    papers = select(MemberConsent.paper_id).where(
        MemberConsent.member_id == member.id, MemberConsent.paper_id.is_not(None)
    )
    session.execute(delete(StoredFile).where(StoredFile.id.in_(papers)))


def _forget_account(session: Session, member: Member) -> None:
    """What the sign-in tells of the person; its name says nothing and stays in the trail."""
    if member.account_id is None:
        return
    session.execute(delete(NoticeAddress).where(NoticeAddress.account_id == member.account_id))
    account = session.get_one(Account, member.account_id)
    if account.disabled_at is not None:
        account.display_name = account.name
