"""What a member has earned with an item already, which caps and tiers count.

Claims that wait are counted like approved ones, or a cap could be passed by waiting; refused
and reversed ones are not. Read while the member is held (`holding.py`).
"""

from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from scoring.catalogue.award import Earned, Quantities
from scoring.catalogue.periods import first_day, last_day
from scoring.catalogue.table import Item
from scoring.catalogue.vocabulary import Period

# One statement, made once: it is sent with every entry.
_EARNED = text(
    """
    SELECT coalesce(sum(points) FILTER (WHERE done_on = :day), 0) AS day,
        coalesce(sum(points) FILTER (WHERE done_on BETWEEN :month AND :month_end), 0) AS month,
        coalesce(sum(points) FILTER (WHERE done_on BETWEEN :quarter AND :quarter_end), 0)
            AS quarter,
        coalesce(sum(points), 0) AS year,
        coalesce(sum(quantity) FILTER (WHERE done_on = :day), 0) AS quantity_day,
        coalesce(sum(quantity) FILTER (WHERE done_on BETWEEN :month AND :month_end), 0)
            AS quantity_month,
        coalesce(sum(quantity) FILTER (WHERE done_on BETWEEN :quarter AND :quarter_end), 0)
            AS quantity_quarter,
        coalesce(sum(quantity), 0) AS cumulated,
        coalesce(sum(worth), 0) AS worth
    FROM points_claim AS claim
    WHERE member_id = :member AND item_code = :item AND done_on BETWEEN :year AND :year_end
        AND state <> 'refused' AND NOT EXISTS (
            SELECT FROM points_entry WHERE of_entry_id = claim.id AND kind = 'reversal')
    """
)


def earned(session: Session, member_id: int, item: Item, day: date) -> Earned:
    """Points and quantities of the day, month, quarter and year of a deed done on `day`."""
    days: dict[str, date] = {"day": day}
    for period in (Period.month, Period.quarter, Period.year):
        days[period.value] = first_day(period, day)
        days[f"{period.value}_end"] = last_day(period, day)
    row = session.execute(_EARNED, days | {"member": member_id, "item": item.code}).one()
    by_tiers_alone = bool(item.tiers) and item.points.fixed and item.points.low == 0
    return Earned(
        day=int(row.day),
        month=int(row.month),
        quarter=int(row.quarter),
        year=int(row.year),
        cumulated=row.cumulated,
        quantities=Quantities(row.quantity_day, row.quantity_month, row.quantity_quarter),
        tiers=int(row.worth) if by_tiers_alone else None,
    )
