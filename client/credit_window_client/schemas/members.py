"""积分兑换 Redemption.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import Literal, TypedDict, final

from credit_window_client.schemas.communities import ClaimAnswer


@final
class OrderAnswer(TypedDict):
    number: str
    member: str
    """成员编号"""
    goods: str
    goods_name: str
    quantity: int
    points: int
    shop: str
    state: Literal["reserved", "collected", "cancelled", "lapsed"]
    made_at: str
    collect_by: str
    given_back: int | None
    """取消后退回的积分；所属得分已撤销或者已到期的部分不计"""
    ended_at: str | None


@final
class OrdersAnswer(TypedDict):
    orders: list[OrderAnswer]


@final
class PlacedAnswer(TypedDict):
    number: str
    member: str
    """成员编号"""
    goods: str
    goods_name: str
    quantity: int
    points: int
    shop: str
    state: Literal["reserved", "collected", "cancelled", "lapsed"]
    made_at: str
    collect_by: str
    given_back: int | None
    """取消后退回的积分；所属得分已撤销或者已到期的部分不计"""
    ended_at: str | None
    code: str | None
    """领取码，只给成员本人；成员没有登录账号时给代办人，由其转交"""
    spendable: int
    """兑换后可用积分"""


@final
class SumsAnswer(TypedDict):
    honour: int
    spendable: int


@final
class LineAnswer(TypedDict):
    id: str
    kind: Literal["award", "reversal", "expiry", "redemption", "refund", "departure"]
    kind_name: str
    dimension: str
    """兑换、到期等为空"""
    item: str | None
    item_name: str | None
    quantity: str | None
    honour: int
    """荣誉分的增减"""
    spendable: int
    """可用积分的增减"""
    left: int | None
    """这笔积分还剩多少可用"""
    expires_on: str | None
    done_on: str
    posted_on: str
    event_id: str | None
    entered_by: str
    approved_by: str | None
    evidence: str | None
    of_entry: str | None
    of_award: str | None
    """退回的积分原属哪笔得分"""
    reversed_by: str | None
    explanation: list[str]


StatementAnswer = TypedDict(
    "StatementAnswer",
    {
        "member": "str",
        "from": "str",
        "to": "str",
        "before": "SumsAnswer",
        "after": "SumsAnswer",
        "entries": "list[LineAnswer]",
        "claims": "list[ClaimAnswer]",
    },
)
