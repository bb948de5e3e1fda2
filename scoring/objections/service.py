"""The use case of objections: a member says that an entry of theirs is wrong."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scoring.communities.models import Community, Member
from scoring.communities.scope import own_membership
from scoring.ledger.holding import demand_active, hold
from scoring.ledger.models import Entry
from scoring.ledger.problems import EntryUnknown
from scoring.ledger.reading import lines_of
from scoring.objections.hindrances import Seen, hindrances
from scoring.objections.limits import GROUNDS_CHARS_MAX
from scoring.objections.models import Objection, ObjectionState
from scoring.objections.problems import ObjectionRefused
from scoring.objections.titles import title_of
from service import audit, clock, disputes
from service.database import transaction
from service.disputes import Dispute
from service.messages import msg
from service.problems import FieldError, InvalidInput

TOPIC = "points"
PAGE = "/points/objections/{number}"


def object_to(entry_id: UUID, grounds: str) -> Objection:
    """Object to an entry of one's own; the community has to answer in time, and it is marked.

    Raises `EntryUnknown` for what is not one's own, `ObjectionRefused` with all reasons,
    `MemberAway`, and `InvalidInput` without grounds.
    """
    text = _demand_grounds(grounds)
    with transaction() as session:
        entry = own_entry(session, entry_id)
        # From here on nobody else writes this member's ledger or objects in their name.
        held = hold(session, entry.member_id)
        demand_active(held)
        assert held.account_id is not None, "it is the member's own sign-in that asks"
        demand_open_to_objection(session, entry)
        number = disputes.desk().open(_dispute(session, entry, held.account_id))
        objection = Objection(
            entry_id=entry.id,
            member_id=entry.member_id,
            case_number=number,
            grounds=text,
            state=ObjectionState.open,
            answer=None,
            made_at=clock.now(),
            ended_at=None,
        )
        session.add(objection)
        audit.record("points.objected", "points_entry", str(entry.id), {"case": number})
        session.flush()
    return objection


def own_entry(session: Session, entry_id: UUID) -> Entry:
    """An entry of the caller's own ledger. Raises `EntryUnknown`."""
    member: Member | None = own_membership()
    entry = session.get(Entry, entry_id)
    if member is None or entry is None or entry.member_id != member.id:
        raise EntryUnknown(msg("您的积分中没有这笔记录。"))
    return entry


def demand_open_to_objection(session: Session, entry: Entry) -> None:
    """Raise `ObjectionRefused` with everything that stands against an objection today."""
    [line] = lines_of(session, [entry])
    earlier = session.scalars(select(Objection).where(Objection.entry_id == entry.id)).all()
    seen = Seen(entry, line.reversal is not None, earlier)
    if against := list(hindrances(seen, clock.today())):
        raise ObjectionRefused(against[0].message, errors=against)


def _dispute(session: Session, entry: Entry, account_id: int) -> Dispute:
    [line] = lines_of(session, [entry])
    community = session.get_one(Community, entry.community_code)
    return Dispute(
        topic=TOPIC,
        reference=str(entry.id),
        title=title_of(line),
        community_code=community.code,
        decided_by=community.name,
        account_id=account_id,
        barred=frozenset({entry.entered_by_id, entry.approved_by_id or 0} - {0}),
        link=PAGE,
    )


def _demand_grounds(grounds: str) -> str:
    text = grounds.strip()
    if not 0 < len(text) <= GROUNDS_CHARS_MAX or "\x00" in text:
        wrong = msg("请用1至{max}字写明哪里不对。", max=GROUNDS_CHARS_MAX)
        raise InvalidInput(wrong, errors=[FieldError("grounds", "grounds-missing", wrong)])
    return text
