"""A month in which everything happens: awards, reversals, orders, an objection, a departure."""

from uuid import uuid4

import pytest

from scoring.boards.period import PeriodKind, period_of
from scoring.communities.erasing import erase_due
from scoring.communities.leaving import leave
from scoring.council.pack import Pack
from scoring.council.reading import read_pack
from scoring.objections.models import Objection
from scoring.redemption import offering, service
from scoring.redemption.offering import Offering
from service import clock
from service.database import db
from tests.factories.points import a_household, a_member
from tests.scoring.ledger.conftest import CODE, FIRST, SECOND, World


class Month(World):
    """The world of the ledger after a busy month, members in two buildings."""

    def __init__(self) -> None:
        super().__init__()
        self.neighbours = [
            a_member(self.community, a_household(self.community, building=house, door=f"{door}01"))
            for house, doors in (("1", 6), ("2", 5))
            for door in range(1, doors + 1)
        ]
        db.session.commit()
        for one in self.neighbours[:7]:
            self.enter("volunteer", 4, member=one)
        wrong = self.enter("volunteer", 2, member=self.neighbours[0])
        self.reverse(wrong, "重复登记")
        self.approve(self.enter("returned", 1, chosen_points=10), by=SECOND)
        self.enter("returned", 1, chosen_points=20, member=self.neighbours[1])
        self._redeem()
        self._object()
        leaver = self.neighbours[3]
        with self.acting(FIRST):
            leave(leaver)
        erase_due(leaver.erase_by)

    def _redeem(self) -> None:
        what = Offering(name="大米", kind="goods", cost=6, shop="邻里超市")
        with self.acting(FIRST):
            rice = offering.offer(CODE, "RICE", what, 9)
            placed = [service.order(one, rice, 2) for one in self.neighbours[:3]]
            service.cancel(placed[0].order.number)
            service.collect(placed[1].order.number)

    def _object(self) -> None:
        entry = self.entries(self.neighbours[2])[0]
        db.session.add(
            Objection(
                entry_id=entry.id,
                member_id=self.neighbours[2].id,
                case_number=f"XF-{uuid4().hex[:8].upper()}",
                grounds="我那天带了两个孩子一起来",
                made_at=clock.now(),
            )
        )
        db.session.commit()

    def pack(self) -> Pack:
        db.session.rollback()
        return read_pack(self.community, period_of(PeriodKind.month, clock.today()))


@pytest.fixture
def month(app) -> Month:
    return Month()
