"""What an award would earn if it were entered now; nothing is written."""

from dataclasses import dataclass

from sqlalchemy import select

from scoring.catalogue.award import Award, award, why_less, why_refused
from scoring.catalogue.service import in_force
from scoring.catalogue.table import Item
from scoring.communities.models import Member
from scoring.ledger.claims import demand_uncounted
from scoring.ledger.earned import earned
from scoring.ledger.holding import demand_active, hold
from scoring.ledger.problems import EntryRefused, OwnInterest
from scoring.ledger.refusals import NewEntry, faults
from service import clock
from service.audit import current_actor
from service.database import transaction
from service.messages import Message, msg
from service.problems import FieldError, NotFound

_EVIDENCE = frozenset({"evidence", "evidence_file"})


@dataclass(frozen=True)
class Preview:
    """An award as it would be counted now."""

    public_name: str
    item: Item
    award: Award
    note: Message | None
    """The cap that cuts it, or why it earns nothing."""
    missing: tuple[FieldError, ...]
    """Evidence still to be given."""

    @property
    def waits(self) -> bool:
        """True when a second person has to approve it."""
        return self.item.two_person


def preview(new: NewEntry) -> Preview:
    """Count an award by what the member has today.

    Refuses what `enter` would refuse, but for evidence, which may still come, and an award that
    earns nothing, which is told with the day on which it would again.
    """
    with transaction() as session:
        member = session.scalar(
            select(Member).where(
                Member.number == new.member_number, Member.community_code == new.community_code
            )
        )
        if member is None:
            raise NotFound(msg("本社区没有这位成员，请核对成员编号。"))
        held = hold(session, member.id)
        demand_active(held)
        if held.account_id is not None and held.account_id == current_actor().id:
            raise OwnInterest(msg("不能登记自己的积分，请由另一位管理员办理。"))
        _, table = in_force(new.community_code, new.done_on)
        item = table.item(new.item_code)
        if item is None:
            unknown = msg("积分目录中没有这个项目。")
            raise EntryRefused(unknown, errors=[FieldError("item_code", "unknown-item", unknown)])
        missing = _demand_sound(list(faults(new, item, held.joined_on, clock.today())))
        demand_uncounted(session, held, new.event_id)
        so_far = earned(session, held.member_id, item, new.done_on)
        given = award(item, new.quantity, new.chosen_points, so_far)
    note = why_refused(given, new.done_on) if given.refused else why_less(given)
    return Preview(member.public_name or "", item, given, note, missing)


def _demand_sound(found: list[FieldError]) -> tuple[FieldError, ...]:
    others = [error for error in found if error.field not in _EVIDENCE]
    if others:
        raise EntryRefused(
            msg("有 {count} 处填写有误，请逐项改正。", count=len(others)), errors=others
        )
    return tuple(found)
