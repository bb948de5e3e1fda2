"""A claim is written, and becomes an award: the entry of the same id."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from scoring.catalogue.award import Award, expires_on
from scoring.catalogue.table import Item
from scoring.ledger.holding import Held
from scoring.ledger.models import Claim, ClaimState, Entry, Kind, Source
from scoring.ledger.posting import new_id, post
from scoring.ledger.problems import EventCounted
from scoring.ledger.refusals import NewEntry
from service import clock
from service.audit import Actor
from service.database import table_of
from service.files.models import StoredFile
from service.messages import msg
from service.private import blind_index

_INSERT = insert(table_of(Claim))
_claim = table_of(Claim).c
_BLANK = {column.name: None for column in table_of(Claim).columns}


def demand_uncounted(session: Session, held: Held, event_id: str | None) -> None:
    """Raise `EventCounted` when the held member has, or awaits, points for the event."""
    if event_id is None:
        return
    found = session.scalar(
        select(_claim.id).where(
            _claim.community_code == held.community_code,
            _claim.event_id == event_id,
            _claim.member_id == held.member_id,
            _claim.state != ClaimState.refused,
        )
    )
    if found is not None:
        raise EventCounted(
            msg(
                "该成员在这个活动中已记过积分，同一活动只记一次。登错了请撤销后另行登记，不填活动。"
            ),
            entry=str(found),
        )


def write_claim(
    session: Session, held: Held, new: NewEntry, item: Item, given: Award, actor: Actor, **of: Any
) -> Claim:
    """Write what is claimed, with its points as the caps stand now. `of` are further columns."""
    two_person = item.two_person or new.source is Source.check_in
    row = _BLANK | {
        "id": new_id(),
        "community_code": held.community_code,
        "member_id": held.member_id,
        "household_id": held.household_id,
        "dimension": item.dimension,
        "item_code": item.code,
        "quantity": new.quantity,
        "points": given.points,
        "worth": given.worth,
        "capped_by": name_of_cap(given),
        "two_person": two_person,
        "evidence": new.evidence or None,
        "evidence_digest": _digest(session, new),
        "evidence_file_id": new.evidence_file,
        "done_on": new.done_on,
        "event_id": new.event_id,
        "source": new.source,
        "state": ClaimState.pending,
        "entered_by_id": actor.id,
        "entered_by": actor.name,
        "entered_at": clock.now(),
    }
    if not two_person:
        row |= {
            "state": ClaimState.approved,
            "decided_by_id": actor.id,
            "decided_by": actor.name,
            "decided_at": row["entered_at"],
        }
    row |= of
    session.execute(_INSERT, row)
    return Claim(**row)


def award_of(
    session: Session, held: Held, claim: Claim, item: Item, approver: Actor | None
) -> Entry:
    """Write the award a claim has become; `approver` is the second person, if there was one."""
    posted_on = clock.today()
    return post(
        session,
        held,
        id=claim.id,
        kind=Kind.award,
        dimension=claim.dimension,
        item_code=claim.item_code,
        catalogue_id=claim.catalogue_id,
        quantity=claim.quantity,
        honour=claim.points,
        spendable=max(claim.points, 0),
        expires_on=expires_on(item, posted_on) if claim.points > 0 else None,
        done_on=claim.done_on,
        posted_on=posted_on,
        event_id=claim.event_id,
        evidence_digest=claim.evidence_digest,
        source=claim.source,
        entered_by_id=claim.entered_by_id,
        entered_by=claim.entered_by,
        approved_by_id=approver.id if approver else None,
        approved_by=approver.name if approver else None,
    )


def name_of_cap(given: Award) -> str | None:
    """`month` for a cap in points, `month/quantity` for one in the item's unit."""
    if given.capped_by is None:
        return None
    return f"{given.capped_by.period}" + ("/quantity" if given.capped_by.unit else "")


def evidence_digest(words: str, file_sha256: bytes = b"") -> bytes:
    """A keyed digest, for a plain one of so few words could be guessed after they are erased."""
    return blind_index("points_evidence", f"{file_sha256.hex()}:{words}")


def _digest(session: Session, new: NewEntry) -> bytes | None:
    if not new.evidence and new.evidence_file is None:
        return None
    file = session.get(StoredFile, new.evidence_file) if new.evidence_file else None
    return evidence_digest(new.evidence, file.sha256 if file else b"")


def claim_by_id(session: Session, claim_id: UUID, *, lock: bool = False) -> Claim | None:
    """A claim; with `lock` as it is now and held, whatever the session has read before."""
    return session.get(Claim, claim_id, with_for_update=lock, populate_existing=lock)
