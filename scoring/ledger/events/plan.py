"""Whether an event can be held as planned: pure, all faults at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from scoring.catalogue.award import Earned, award
from scoring.catalogue.problems import AwardRefused
from scoring.catalogue.table import CatalogueTable, Item
from scoring.catalogue.vocabulary import Entrant
from scoring.ledger.events.limits import AHEAD_MAX, LENGTH_MAX, OVERNIGHT_MAX
from service.clock import OFFICE_ZONE
from service.messages import msg
from service.problems import FieldError

_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Plan:
    """An event as an organiser wants it."""

    title: str
    where: str
    item_code: str
    quantity: Decimal
    starts_at: datetime
    ends_at: datetime


def moments_of(day: date, starts: time, ends: time) -> tuple[datetime, datetime]:
    """When an event of a day begins and ends, on the office's clock.

    An end earlier than the beginning is that of the next day, up to `OVERNIGHT_MAX` after it; of
    what is left the wrong way round `faults_of` tells.
    """
    begins, over = (datetime.combine(day, at, OFFICE_ZONE) for at in (starts, ends))
    if over < begins and day < date.max:
        next_day = over + timedelta(days=1)
        return begins, next_day if next_day - begins <= OVERNIGHT_MAX else over
    return begins, over


def suits(item: Item) -> bool:
    """Whether taking part in an event can earn an item: by check-in, and all earn alike."""
    return Entrant.check_in in item.entered_by and not item.chooses and not item.minus


def items_for_events(table: CatalogueTable) -> tuple[Item, ...]:
    """The items an event can be held for, in the catalogue's order."""
    return tuple(item for item in table.items if suits(item))


def faults_of(plan: Plan, table: CatalogueTable, now: datetime) -> list[FieldError]:
    """Everything wrong with a plan."""
    return [*_faults_of_item(plan, table), *_faults_of_times(plan, now)]


def _faults_of_item(plan: Plan, table: CatalogueTable) -> Iterator[FieldError]:
    item = table.item(plan.item_code)
    if item is None or not suits(item):
        yield FieldError(
            "item_code", "not-for-events", msg("目录中没有可用于活动签到的这个项目。"),
            msg("请选择允许签到登记、分值固定的项目。"),
        )  # fmt: skip
        return
    try:
        award(item, plan.quantity, None, Earned())
    except AwardRefused as refused:
        yield from refused.errors


def _faults_of_times(plan: Plan, now: datetime) -> Iterator[FieldError]:
    if plan.ends_at <= plan.starts_at:
        yield FieldError(
            "ends", "ends-first", msg("结束时间应晚于开始时间。"),
            msg("跨夜的活动最长{hours}小时。", hours=OVERNIGHT_MAX // _HOUR),
        )  # fmt: skip
    elif plan.ends_at - plan.starts_at > LENGTH_MAX:
        hours = LENGTH_MAX // _HOUR
        yield FieldError("ends", "too-long", msg("一场活动最长{hours}小时。", hours=hours))
    if plan.starts_at <= now:
        yield FieldError(
            "starts", "begun", msg("开始时间已过。"), msg("已办完的活动，请在积分登记中逐人登记。")
        )
    elif plan.starts_at - now > AHEAD_MAX:
        yield FieldError("day", "too-far", msg("最多提前{days}天安排。", days=AHEAD_MAX.days))
