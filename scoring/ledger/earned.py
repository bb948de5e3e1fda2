"""What a member has earned with an item already, which caps and tiers count.

Claims that wait are counted like approved ones, or a cap could be passed by waiting; refused
and reversed ones are not. Read while the member is held (`holding.py`).
"""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Numeric, cast, exists, func, select
from sqlalchemy.orm import Session

from scoring.catalogue.award import Earned, Quantities
from scoring.catalogue.periods import first_day, last_day
from scoring.catalogue.table import Item
from scoring.catalogue.vocabulary import Period
from scoring.ledger.models import Claim, ClaimState, Entry, Kind
from service.database import table_of

_claim, _entry = table_of(Claim).c, table_of(Entry).c
_reversed = exists().where(_entry.of_entry_id == _claim.id, _entry.kind == Kind.reversal)
_SHORT = (Period.day, Period.month, Period.quarter)


def earned(session: Session, member_id: int, item: Item, day: date) -> Earned:
    """Points and quantities of the day, month, quarter and year of a deed done on `day`."""
    year = (_claim.points, _claim.quantity, _claim.worth)
    short = [_within(column, period, day) for column in year[:2] for period in _SHORT]
    row = session.execute(
        select(*short, *(_sum(column) for column in year)).where(
            _claim.member_id == member_id,
            _claim.item_code == item.code,
            _claim.done_on.between(first_day(Period.year, day), last_day(Period.year, day)),
            _claim.state != ClaimState.refused,
            ~_reversed,
        )
    ).one()
    by_tiers_alone = bool(item.tiers) and item.points.fixed and item.points.low == 0
    return Earned(
        day=int(row[0]),
        month=int(row[1]),
        quarter=int(row[2]),
        year=int(row[6]),
        cumulated=Decimal(row[7]),
        quantities=Quantities(*row[3:6]),
        tiers=int(row[8]) if by_tiers_alone else None,
    )


def _within(column: ColumnElement[Any], period: Period, day: date) -> ColumnElement[Any]:
    inside = _claim.done_on.between(first_day(period, day), last_day(period, day))
    return func.coalesce(func.sum(column).filter(inside), cast(0, Numeric))


def _sum(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.coalesce(func.sum(column), cast(0, Numeric))
