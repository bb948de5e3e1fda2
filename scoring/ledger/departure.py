"""Somebody leaves: what waits is refused, and before the person is erased the points go.

Entries stay, for sums of places are made of them; they name a member of whom nothing is known
any more. The words and files of evidence are erased.
"""

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from scoring.communities.erasing import on_erase, on_leave
from scoring.communities.models import Member
from scoring.ledger.holding import hold
from scoring.ledger.lots import Use
from scoring.ledger.models import Claim, ClaimState, Entry, Kind, Source
from scoring.ledger.posting import live_lots, post
from service import clock
from service.audit import SYSTEM
from service.database import table_of
from service.files import StoredFile
from service.messages import msg

_claims = table_of(Claim)
LEFT = msg("成员退出")


def refuse_waiting(session: Session, member: Member) -> None:
    """Refuse what waits for approval: a member who leaves earns nothing any more."""
    hold(session, member.id)
    session.execute(
        update(_claims)
        .where(_claims.c.member_id == member.id, _claims.c.state == ClaimState.pending)
        .values(
            state=ClaimState.refused,
            decided_by=SYSTEM.name,
            decided_at=clock.now(),
            reason=LEFT.template,
        )
    )


def take_all(session: Session, member: Member) -> Entry | None:
    """Take every point a member has, and erase all evidence; None where there was no point."""
    held = hold(session, member.id)
    _forget_evidence(session, member.id)
    lots = live_lots(session, member.id)
    if not held.honour and not held.spendable:
        return None
    return post(
        session,
        held,
        [Use(lot.lot_id, lot.left, lot.expires_on) for lot in lots],
        kind=Kind.departure,
        honour=-held.honour,
        spendable=-held.spendable,
        source=Source.service,
        entered_by_id=SYSTEM.id,
        entered_by=SYSTEM.name,
    )


def _forget_evidence(session: Session, member_id: int) -> None:
    mine = _claims.c.member_id == member_id
    files = select(_claims.c.evidence_file_id).where(mine, _claims.c.evidence_file_id.is_not(None))
    session.execute(delete(StoredFile).where(StoredFile.id.in_(files)))
    session.execute(
        update(_claims).where(mine).values(evidence=None, evidence_file_id=None, reason=None)
    )


def _erased(session: Session, member: Member) -> None:
    take_all(session, member)


on_leave.append(refuse_waiting)
on_erase.append(_erased)
