"""积分兑换 Redemption.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import Literal, TypedDict, final


@final
class CollectedAnswer(TypedDict):
    number: str
    goods: str
    goods_name: str
    quantity: int
    public_name: str
    """公开名称"""
    shop: str
    state: Literal["reserved", "collected", "cancelled", "lapsed"]
    ended_at: str
