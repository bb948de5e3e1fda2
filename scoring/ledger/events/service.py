"""Use cases of events: plan one, change it before it begins, cancel it."""

from datetime import datetime

from flask import current_app
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from scoring.catalogue.service import in_force
from scoring.communities.scope import community_here
from scoring.ledger.events.code import Slot, key_from, new_event_code, token_of
from scoring.ledger.events.limits import EVENTS_LISTED_MAX
from scoring.ledger.events.plan import Plan, faults_of
from scoring.ledger.events.problems import EventBegun, EventRefused, EventUnknown
from scoring.ledger.models import Claim, ClaimState, Event
from service import audit, clock
from service.audit import current_actor
from service.database import db, transaction
from service.messages import Message, msg


def plan_event(community_code: str, plan: Plan) -> Event:
    """Announce an event. Raises `EventRefused` with every fault, `NoCatalogueCovers`."""
    community = community_here(community_code, "points.manage")
    now = clock.now()
    _demand_sound(community.code, plan, now)
    actor = current_actor()
    with transaction() as session:
        event = Event(
            code=new_event_code(),
            community_code=community.code,
            made_by_id=actor.id,
            made_by=actor.name,
            made_at=now,
            **vars(plan),
        )
        session.add(event)
        audit.record("points.event_planned", "points_event", event.code, _told(plan))
    return event


def change_event(community_code: str, code: str, plan: Plan) -> Event:
    """Change an event that has not begun; when its time changes, its earlier print is void.

    Raises `EventUnknown`, `EventBegun`, `EventRefused`.
    """
    event_here(community_code, code, "points.manage")
    now = clock.now()
    with transaction() as session:
        event = _locked(session, code)
        if event.cancelled_at is not None or event.starts_at <= now:
            raise EventBegun(msg("活动已经开始或已取消，不能再改。"))
        _demand_sound(event.community_code, plan, now)
        if (plan.item_code, plan.quantity) != (event.item_code, event.quantity):
            _demand_nobody(session, event, msg("已有人签到，不能再改项目和数量。"))
        for name, value in vars(plan).items():
            setattr(event, name, value)
        audit.record("points.event_changed", "points_event", code, _told(plan))
    return event


def cancel_event(community_code: str, code: str) -> Event:
    """Cancel an event nobody has checked in at. Raises `EventUnknown`, `EventBegun`."""
    event_here(community_code, code, "points.manage")
    now = clock.now()
    with transaction() as session:
        event = _locked(session, code)
        if event.cancelled_at is not None or event.ends_at <= now:
            raise EventBegun(msg("活动已经结束或已取消。"))
        _demand_nobody(session, event, msg("已有人签到，不能取消；有误的签到请逐人退回。"))
        event.cancelled_at = now
        audit.record("points.event_cancelled", "points_event", code)
    return event


def event_here(community_code: str, code: str, action: str) -> Event:
    """The event of that code in a community within the caller's reach. Raises `EventUnknown`."""
    community = community_here(community_code, action)
    event = db.session.get(Event, code, populate_existing=True)
    if event is None or event.community_code != community.code:
        raise EventUnknown(msg("没有这个活动，请检查活动编号。"))
    return event


def events_of(community_code: str, *, before: datetime | None = None) -> list[Event]:
    """A community's events, the latest first; at most `EVENTS_LISTED_MAX`."""
    wanted = select(Event).where(Event.community_code == community_code)
    if before is not None:
        wanted = wanted.where(Event.starts_at < before)
    ordered = wanted.order_by(Event.starts_at.desc(), Event.code).limit(EVENTS_LISTED_MAX)
    return list(db.session.scalars(ordered))


def slot_of(event: Event) -> Slot:
    """The part of an event its code vouches for."""
    return Slot(event.code, event.starts_at, event.ends_at, event.cancelled_at is not None)


def token_for(event: Event) -> str:
    """What the printed page of an event holds."""
    return token_of(check_in_key(), slot_of(event))


def check_in_key() -> bytes:
    """The key of the marks on printed codes."""
    return key_from(current_app.config["SETTINGS"].secret_key)


def _locked(session: Session, code: str) -> Event:
    return session.scalars(
        select(Event)
        .where(Event.code == code)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _demand_sound(community_code: str, plan: Plan, now: datetime) -> None:
    _, table = in_force(community_code, clock.at_office(plan.starts_at).date())
    faults = faults_of(plan, table, now)
    if faults:
        raise EventRefused(msg("活动安排有误，请按提示改正。"), errors=faults)


def _demand_nobody(session: Session, event: Event, sentence: Message) -> None:
    there = exists().where(
        Claim.community_code == event.community_code,
        Claim.event_id == event.code,
        Claim.state != ClaimState.refused,
    )
    if session.scalar(select(there)):
        raise EventBegun(sentence)


def _told(plan: Plan) -> dict[str, str]:
    return {
        "item": plan.item_code,
        "quantity": str(plan.quantity),
        "starts_at": plan.starts_at.isoformat(),
        "ends_at": plan.ends_at.isoformat(),
    }
