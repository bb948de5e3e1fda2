"""What an award would earn if it were entered now; nothing is written."""

from dataclasses import dataclass

from scoring.catalogue.award import Award, award, why_less, why_refused
from scoring.catalogue.table import Item
from scoring.communities.models import Member
from scoring.ledger.claims import demand_uncounted
from scoring.ledger.earned import earned
from scoring.ledger.fitting import item_for, refused
from scoring.ledger.holding import demand_active, demand_other, hold_by_number
from scoring.ledger.refusals import NewEntry
from service.audit import current_actor
from service.database import transaction
from service.messages import Message
from service.problems import FieldError

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
        held = hold_by_number(session, new.community_code, new.member_number)
        demand_active(held)
        demand_other(held, current_actor())
        _, item, faults = item_for(new, held.joined_on)
        if others := [error for error in faults if error.field not in _EVIDENCE]:
            raise refused(others)
        demand_uncounted(session, held, new.event_id)
        so_far = earned(session, held.member_id, item, new.done_on)
        given = award(item, new.quantity, new.chosen_points, so_far)
        public_name = session.get_one(Member, held.member_id).public_name or ""
    note = why_refused(given, new.done_on) if given.refused else why_less(given)
    return Preview(public_name, item, given, note, tuple(faults))
