"""Where somebody orders: a resident for oneself, or a manager for somebody at the counter."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from scoring.communities.models import Member
from scoring.redemption.models import Goods, Order
from service.messages import Message, msg

Crumbs = list[tuple[Message | str, str | None]]


@dataclass(frozen=True, slots=True)
class Ordering:
    """A member's window and the addresses that belong to it."""

    member: Member
    own: bool
    """False when a manager orders for the member."""

    @property
    def window_url(self) -> str:
        """All that is offered."""
        if self.own:
            return url_for("redemption.own_window")
        return url_for("redemption_desk.window", **self._place)

    def goods_url(self, goods: Goods) -> str:
        """One thing, and the form that orders it."""
        if self.own:
            return url_for("redemption.own_choose", goods=goods.code)
        return url_for("redemption_desk.choose", goods=goods.code, **self._place)

    def cancel_url(self, order: Order) -> str:
        """Where an order is given up."""
        if self.own:
            return url_for("redemption.own_cancel", number=order.number)
        code = self.member.community_code
        return url_for("redemption_desk.cancel", code=code, number=order.number)

    def crumbs(self, *more: tuple[Message | str, str | None]) -> Crumbs:
        """The way here."""
        if self.own:
            return [(msg("积分兑换"), self.window_url if more else None), *more]
        orders = url_for("redemption_desk.orders", code=self.member.community_code)
        name = self.member.public_name or self.member.number
        return [(msg("兑换单"), orders), (name, self.window_url if more else None), *more]

    @property
    def _place(self) -> dict[str, Any]:
        return {"code": self.member.community_code, "number": self.member.number}
