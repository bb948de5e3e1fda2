"""Who was there: neighbours check in, an organiser ticks those without a phone and confirms."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scoring.catalogue.problems import NoCatalogueCovers
from scoring.catalogue.service import in_force
from scoring.catalogue.vocabulary import Entrant
from scoring.communities.models import Member, MemberState
from scoring.communities.scope import own_membership
from scoring.ledger.deciding import Decision, decide_all, hindrance_of
from scoring.ledger.events.code import Verdict, event_of, judge
from scoring.ledger.events.limits import TICKED_MAX, TICKED_WITHIN
from scoring.ledger.events.problems import (
    CheckedInAlready,
    CheckInClosed,
    CodeRefused,
    NotOfTheCommunity,
)
from scoring.ledger.events.service import check_in_key, event_here, slot_of
from scoring.ledger.models import Claim, ClaimState, Event, Source
from scoring.ledger.problems import MemberAway, OwnInterest
from scoring.ledger.service import NewEntry, enter
from service import clock
from service.access import current_account
from service.database import db, transaction
from service.messages import Message, msg
from service.problems import Problem


@dataclass(frozen=True)
class Invitation:
    """An event as a neighbour sees it who has opened its code."""

    event: Event
    hindrance: Problem | None
    """Why the neighbour cannot check in; None when all is well."""


@dataclass(frozen=True)
class Present:
    """One line of the list of an event."""

    claim_id: UUID
    number: str
    public_name: str | None
    """None once the member has left."""
    state: ClaimState
    points: int
    source: Source
    entered_by: str
    by_the_member: bool
    entered_at: datetime
    hindrance: Message | None
    """Why the caller cannot confirm it; None when it is decided or the caller may."""


@dataclass
class Ticked:
    """What became of members an organiser ticked."""

    entered: int = 0
    refused: list[Problem] = field(default_factory=list)


def invitation(token: str) -> Invitation:
    """What a code invites to, and whether the caller can follow it.

    Raises `CodeRefused` for a code that was not printed for an event as it stands.
    """
    event = _event_by(db.session(), token)
    try:
        _demand_good(event, token, clock.now())
        _demand_welcome(db.session(), event)
    except CodeRefused:
        raise
    except Problem as problem:
        return Invitation(event, problem)
    return Invitation(event, None)


def check_in(token: str) -> Claim:
    """Say that one is there; the points wait for the organiser.

    Raises `CodeRefused`, `CheckInClosed`, `NotOfTheCommunity`, `CheckedInAlready`, `MemberAway`,
    and whatever `enter` refuses.
    """
    with transaction() as session:
        event = _event_by(session, token, lock=True)
        _demand_good(event, token, clock.now())
        member = _demand_welcome(session, event)
        return _enter(event, member.number, Source.check_in)


def tick(community_code: str, event_code: str, numbers: Iterable[str]) -> Ticked:
    """Enter members the organiser saw there; one that is refused stops no other.

    Those on the list already are passed over. Raises `EventUnknown`, `CheckInClosed`.
    """
    event = event_here(community_code, event_code, "points.enter")
    now = clock.now()
    if event.cancelled_at is not None or not event.starts_at <= now <= latest_tick(event):
        raise CheckInClosed(msg("活动结束后{days}天内可以补录到场成员。", days=TICKED_WITHIN.days))
    there = {one.number for one in attendance(event) if one.state is not ClaimState.refused}
    own, source = own_membership(), _source_of_ticks(event)
    ticked = Ticked()
    for number in sorted(set(numbers) - there)[:TICKED_MAX]:
        try:
            if own is not None and own.number == number:
                raise OwnInterest(msg("不能登记自己到场，请由另一位管理员办理。"))
            _enter(event, number, source)
        except Problem as problem:
            ticked.refused.append(problem)
        else:
            ticked.entered += 1
    return ticked


def _source_of_ticks(event: Event) -> Source:
    """By page where a manager may enter the item; else as a check-in, which somebody else sees."""
    try:
        _, table = in_force(event.community_code, clock.at_office(event.starts_at).date())
    except NoCatalogueCovers:
        return Source.page  # what each is refused with says so
    item = table.item(event.item_code)
    by_page = item is not None and Entrant.manager in item.entered_by
    return Source.page if by_page else Source.check_in


def latest_tick(event: Event) -> datetime:
    """Until when an organiser may enter who was there."""
    return event.ends_at + TICKED_WITHIN


def attendance(event: Event) -> list[Present]:
    """Everybody on the list of an event, in the order they came."""
    rows = db.session.execute(
        select(Claim, Member.number, Member.public_name, Member.account_id)
        .join(Member, Member.id == Claim.member_id)
        .where(Claim.community_code == event.community_code, Claim.event_id == event.code)
        .order_by(Claim.entered_at, Claim.id)
    )
    return [
        Present(
            claim.id, number, public_name, ClaimState(claim.state), claim.points,
            Source(claim.source), claim.entered_by,
            claim.entered_by_id == account_id, claim.entered_at,
            hindrance_of(claim, account_id) if claim.state == ClaimState.pending else None,
        )
        for claim, number, public_name, account_id in rows
    ]  # fmt: skip


def confirm_all(community_code: str, event_code: str) -> list[Decision]:
    """Approve everybody who waits and whom the caller may approve, each for itself."""
    event = event_here(community_code, event_code, "points.approve")
    waiting = [
        one.claim_id
        for one in attendance(event)
        if one.state is ClaimState.pending and one.hindrance is None
    ]
    return decide_all((claim_id, None) for claim_id in waiting)


def _event_by(session: Session, token: str, *, lock: bool = False) -> Event:
    code = event_of(token)
    wanted = select(Event).where(Event.code == code).execution_options(populate_existing=True)
    # Shared: many check in at once, and nobody cancels meanwhile.
    found = (
        None
        if code is None
        else session.scalar(wanted.with_for_update(read=True) if lock else wanted)
    )
    if found is None and lock:
        return _event_by(session, token)  # another community's: not to be locked, but to be told of
    if found is None:
        raise _refused()
    return found


def _refused() -> CodeRefused:
    return CodeRefused(
        msg("签到码无效：可能输入有误，或活动已改期、旧码作废。请向组织者索取最新的签到码。")
    )


def _demand_good(event: Event, token: str, now: datetime) -> None:
    slot = slot_of(event)
    match judge(check_in_key(), token, slot, now):
        case Verdict.forged:
            raise _refused()
        case Verdict.cancelled:
            raise CheckInClosed(msg("活动已取消，不能签到。"))
        case Verdict.too_early:
            raise CheckInClosed(msg("还没有到签到时间，{at}开始签到。", at=_told(slot.opens_at)))
        case Verdict.over:
            raise CheckInClosed(
                msg("签到已于{at}结束；确实到场的，请告诉组织者补录。", at=_told(slot.closes_at))
            )


def _told(moment: datetime) -> str:
    return f"{clock.at_office(moment):%Y-%m-%d %H:%M}"


def _demand_welcome(session: Session, event: Event) -> Member:
    """The caller as a member who may check in; raises why not."""
    account = current_account()
    member = account and session.scalar(select(Member).where(Member.account_id == account.id))
    if not member or member.community_code != event.community_code:
        raise NotOfTheCommunity(msg("这是另一个社区的活动，只有该社区的积分成员可以签到。"))
    if member.state != MemberState.active:
        raise MemberAway(msg("您已退出积分活动，不能签到。"))
    state = session.scalar(
        select(Claim.state).where(
            Claim.community_code == event.community_code,
            Claim.event_id == event.code,
            Claim.member_id == member.id,
            Claim.state != ClaimState.refused,
        )
    )
    if state == ClaimState.approved:
        raise CheckedInAlready(msg("您已签到，组织者已经确认。"))
    if state == ClaimState.pending:
        raise CheckedInAlready(msg("您已签到，正等组织者确认，不必再签。"))
    return member


def _enter(event: Event, number: str, source: Source) -> Claim:
    # The doors may open shortly before midnight: the deed is of the day it is told on.
    day = min(clock.at_office(event.starts_at).date(), clock.today())
    return enter(
        NewEntry(
            community_code=event.community_code,
            member_number=number,
            item_code=event.item_code,
            quantity=event.quantity,
            done_on=day,
            evidence=f"{event.title}（{event.where}）",
            event_id=event.code,
            source=source,
        )
    )
