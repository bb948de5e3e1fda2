"""How many of what a member took this month and this year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scoring.catalogue.periods import first_day, last_day
from scoring.catalogue.vocabulary import Period
from scoring.redemption.models import Order, OrderState
from service.database.office_time import office_day

COUNTED = (OrderState.reserved, OrderState.collected)
"""States in which an order counts against a limit."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Of one thing, orders cancelled or lapsed not counted."""

    month: int = 0
    year: int = 0

    def within(self, period: str | None) -> int:
        """How many in the present `month` or `year`; 0 where there is no period."""
        if period is None:
            return 0
        return self.month if period == Period.month else self.year


def taken_by(session: Session, member_id: int, today: date) -> Mapping[int, Taken]:
    """What a member took, by the id of the goods."""
    made_on = office_day(Order.made_at)
    this_month = made_on >= first_day(Period.month, today)
    rows = session.execute(
        select(
            Order.goods_id,
            func.coalesce(func.sum(Order.quantity).filter(this_month), 0),
            func.sum(Order.quantity),
        )
        .where(
            Order.member_id == member_id,
            Order.state.in_(COUNTED),
            made_on.between(first_day(Period.year, today), last_day(Period.year, today)),
        )
        .group_by(Order.goods_id)
    )
    return {goods_id: Taken(int(month), int(year)) for goods_id, month, year in rows}
