"""个人权利 Personal rights.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import Any, TypedDict, final


@final
class OwnAccount(TypedDict):
    name: str
    role: str


@final
class OwnSubject(TypedDict):
    kind: str
    name: str
    id_type: str
    id_number: str
    """个人为掩码，单位为代码"""
    verified_at: str | None


@final
class OwnValue(TypedDict):
    code: str
    label: str
    value: Any
    """文字、数字、是否或日期"""


@final
class OwnItem(TypedDict):
    reference: str
    """编号，在本类中唯一"""
    title: str
    since: str | None
    """从何时起保存"""
    kept_until: str | None
    """保存到何时"""
    values: list[OwnValue]
    explanation: list[str]
    """用平常的话说明：为什么、到何时、怎样消除"""


@final
class OwnPart(TypedDict):
    code: str
    title: str
    why: str
    """为什么保存"""
    basis: str
    """法律依据"""
    count: int
    complete: bool
    """是否已全部列出"""
    items: list[OwnItem]


@final
class OwnDataAnswer(TypedDict):
    made_at: str
    account: OwnAccount
    subject: OwnSubject | None
    parts: list[OwnPart]


@final
class OwnBasis(TypedDict):
    kind: str
    name: str
    reference: str


@final
class OwnLook(TypedDict):
    id: str
    at: str
    who: str
    """谁查看的"""
    own: bool
    """是否本人"""
    unit: str
    role: str
    role_name: str
    basis: OwnBasis
    purpose: str
    purpose_name: str
    fields: list[str]
    fields_named: str
    channel: str
    outcome: str
    """answered 已提供；denied 已拒绝"""
    outcome_name: str
    object_ref: str
    """由此产生的核查、查询或办件编号"""


@final
class OwnMonth(TypedDict):
    month: str
    """如 2026-11"""
    count: int


@final
class AccessLogAnswer(TypedDict):
    items: list[OwnLook]
    next_cursor: str | None
    months: list[OwnMonth]


@final
class OwnConsent(TypedDict):
    kind: str
    kind_name: str
    reference: str
    title: str
    text: str
    effect: str
    """撤回后会怎样"""
    since: str | None
    until: str | None
    withdrawable: bool
    """能否在这里撤回"""


@final
class OwnConsentsAnswer(TypedDict):
    items: list[OwnConsent]
