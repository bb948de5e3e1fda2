"""States of orders, kinds of goods and periods of limits in words."""

from collections.abc import Mapping

from scoring.redemption.models import Goods, OrderState
from service.messages import Message, msg

STATES: Mapping[str, tuple[str, Message]] = {
    OrderState.reserved: ("wait", msg("待领取")),
    OrderState.collected: ("ok", msg("已领取")),
    OrderState.cancelled: ("info", msg("已取消")),
    OrderState.lapsed: ("info", msg("逾期取消")),
}
"""Shape and name of each state."""
KINDS: Mapping[str, Message] = {"goods": msg("物品"), "service": msg("服务")}
PERIODS: Mapping[str, Message] = {"month": msg("每月"), "year": msg("每年")}


def limit_of(goods: Goods) -> Message:
    """How many one member may take, in words."""
    if goods.member_limit is None or goods.limit_period is None:
        return msg("不限量")
    if goods.limit_period == "month":
        return msg("每人每月 {max} 份", max=goods.member_limit)
    return msg("每人每年 {max} 份", max=goods.member_limit)
