"""The use cases of the ledger: points are entered, approved or refused, and reversed."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scoring.catalogue.award import award, why_refused
from scoring.communities.models import MemberState
from scoring.ledger import claims
from scoring.ledger.earned import earned
from scoring.ledger.fitting import item_for, refused
from scoring.ledger.holding import Held, demand_active, demand_other, hold, hold_by_number
from scoring.ledger.limits import REASON_CHARS_MAX
from scoring.ledger.models import Claim, ClaimState, Entry, Kind, Source
from scoring.ledger.origins import left_of_award
from scoring.ledger.posting import post
from scoring.ledger.problems import (
    AlreadyReversed,
    ClaimDecided,
    ClaimUnknown,
    EntryUnknown,
    NothingEarned,
    NotReversible,
    SamePerson,
)
from scoring.ledger.refusals import NewEntry
from scoring.ledger.versions import item_then
from service import audit, clock
from service.audit import SYSTEM, Actor, current_actor
from service.database import table_of, transaction
from service.messages import msg
from service.problems import FieldError

__all__ = ["NewEntry", "approve", "enter", "refuse", "reverse"]

_entry = table_of(Entry).c


def enter(new: NewEntry) -> Claim:
    """Enter an award. It waits for a second person where the item or the way in asks for one,
    else its entry is written at once.

    Raises `NotFound` (no such member in the community), `MemberAway`, `OwnInterest`,
    `NoCatalogueCovers`, `EntryRefused` with all faults, `AwardRefused`, `EventCounted`
    and `NothingEarned` with the day the cap opens again.
    """
    with transaction() as session:
        actor = current_actor()
        held = hold_by_number(session, new.community_code, new.member_number)
        demand_active(held)
        if new.source is not Source.check_in:
            demand_other(held, actor)
        catalogue, item, faults = item_for(new, held.joined_on)
        if faults:
            raise refused(faults)
        claims.demand_uncounted(session, held, new.event_id)
        so_far = earned(session, held.member_id, item, new.done_on)
        given = award(item, new.quantity, new.chosen_points, so_far)
        if given.refused:
            raise NothingEarned(
                why_refused(given, new.done_on),
                worth=given.worth,
                capped_by=str(given.capped_by.period) if given.capped_by else None,
                open_again_on=given.capped_by.opens_on(new.done_on) if given.capped_by else None,
            )
        claim = claims.write_claim(session, held, new, item, given, actor, catalogue_id=catalogue)
        if claim.state == ClaimState.approved:
            claims.award_of(session, held, claim, item, approver=None)
        audit.record("points.entered", "points_entry", str(claim.id), _told(claim))
    return claim


def approve(claim_id: UUID) -> Entry:
    """Approve what somebody else entered; its award is written today.

    Points are those counted when it was entered. Raises `ClaimUnknown`, `ClaimDecided`,
    `SamePerson`, `OwnInterest` and `MemberAway`.
    """
    with transaction() as session:
        held, claim = _waiting(session, claim_id)
        demand_active(held)
        actor = current_actor()
        _decide(claim, ClaimState.approved, actor)
        session.flush()
        item = item_then(session, claim.catalogue_id, claim.item_code)
        entry = claims.award_of(session, held, claim, item, approver=actor)
        audit.record("points.approved", "points_entry", str(claim.id), _told(claim))
    return entry


def refuse(claim_id: UUID, reason: str) -> Claim:
    """Refuse what somebody else entered, saying why; what its caps held is free again.

    Raises `ClaimUnknown`, `ClaimDecided`, `SamePerson`, `OwnInterest`, `EntryRefused`.
    """
    with transaction() as session:
        _, claim = _waiting(session, claim_id)
        claim.reason = _demand_reason(reason)
        _decide(claim, ClaimState.refused, current_actor())
        audit.record("points.refused", "points_entry", str(claim.id), _told(claim))
    return claim


def reverse(entry_id: UUID, reason: str, source: Source = Source.page) -> Entry:
    """Take an award back, today: all of its honour, and what is left of its points.

    What was spent already is not asked back; what an order still holds does not come back when
    the order is cancelled. Raises `EntryUnknown`, `NotReversible` for anything
    but an award, `AlreadyReversed`, `OwnInterest`, `EntryRefused` without a reason.
    """
    with transaction() as session:
        entry = session.get(Entry, entry_id)
        if entry is None:
            raise EntryUnknown(msg("没有找到这笔积分。"))
        told = _demand_reason(reason)
        held = hold(session, entry.member_id)
        demand_other(held, current_actor())
        _demand_reversible(session, entry)
        undone = _taken_back(session, held, entry, told, source)
        audit.record(
            "points.reversed",
            "points_entry",
            str(entry.id),
            {"reversal": str(undone.id), "honour": undone.honour, "spendable": undone.spendable},
        )
        if held.state == MemberState.erased:
            _clear(session, held, undone)
    return undone


def _taken_back(session: Session, held: Held, entry: Entry, reason: str, source: Source) -> Entry:
    """The reversal of an award, with what it takes of its lots."""
    uses = left_of_award(session, entry.id)
    return post(
        session,
        held,
        uses,
        household_id=entry.household_id,
        kind=Kind.reversal,
        dimension=entry.dimension,
        item_code=entry.item_code,
        catalogue_id=entry.catalogue_id,
        quantity=entry.quantity,
        honour=-entry.honour,
        spendable=-sum(use.points for use in uses),
        done_on=entry.done_on,
        of_entry_id=entry.id,
        reason=reason,
        source=source,
    )


def _clear(session: Session, held: Held, undone: Entry) -> None:
    """Keep the sum of somebody who is gone at zero: the departure took the award's honour too."""
    post(
        session,
        held,
        household_id=undone.household_id,
        kind=Kind.departure,
        honour=-undone.honour,
        source=Source.service,
        entered_by_id=SYSTEM.id,
        entered_by=SYSTEM.name,
    )


def _waiting(session: Session, claim_id: UUID) -> tuple[Held, Claim]:
    """The claim and its member, both held; to be decided by the caller."""
    seen = claims.claim_by_id(session, claim_id)
    if seen is None:
        raise ClaimUnknown(msg("没有找到这笔积分。"))
    held = hold(session, seen.member_id)
    claim = claims.claim_by_id(session, claim_id, lock=True)
    assert claim is not None, "claims are never deleted"
    if claim.state != ClaimState.pending:
        raise ClaimDecided(msg("这笔积分已由另一人审核，请刷新后再看。"), state=str(claim.state))
    actor = current_actor()
    if claim.entered_by_id == actor.id:
        raise SamePerson(msg("登记人不能审核自己登记的积分，请由另一位管理员审核。"))
    demand_other(held, actor)
    return held, claim


def _decide(claim: Claim, state: ClaimState, actor: Actor) -> None:
    claim.state = state
    claim.decided_by_id, claim.decided_by = actor.id, actor.name
    claim.decided_at = clock.now()


def _demand_reason(reason: str) -> str:
    text = " ".join(reason.split())
    if not 0 < len(text) <= REASON_CHARS_MAX:
        wrong = msg("请用1至{max}字写明理由，不要写个人信息。", max=REASON_CHARS_MAX)
        raise refused([FieldError("reason", "reason-missing", wrong)])
    return text


def _demand_reversible(session: Session, entry: Entry) -> None:
    if entry.kind != Kind.award:
        raise NotReversible(msg("只能撤销得分的记录；兑换请取消订单，到期不能恢复。"))
    found = session.scalar(
        select(_entry.id).where(_entry.of_entry_id == entry.id, _entry.kind == Kind.reversal)
    )
    if found is not None:
        raise AlreadyReversed(msg("这笔积分已经撤销，不能再次撤销。"), reversal=str(found))


def _told(claim: Claim) -> dict[str, object]:
    """What the trail keeps of a claim: no personal data."""
    return {
        "item": claim.item_code,
        "points": claim.points,
        "worth": claim.worth,
        "done_on": claim.done_on.isoformat(),
        "source": str(claim.source),
        "state": str(claim.state),
    }
