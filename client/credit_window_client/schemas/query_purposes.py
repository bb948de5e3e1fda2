"""信用查询 Queries.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import TypedDict, final


@final
class PurposeRow(TypedDict):
    code: str
    """用途代码，查询时填在 purpose"""
    name: str
    """用途名称"""
    who: list[str]
    """谁可以用：department 部门；clerk 窗口；public 公众；self 本人"""
    basis: list[str]
    """接受的依据，常用的在前"""
    subjects: list[str]
    """可查的主体种类"""
    fields: list[str]
    article: str
    """依据的条款"""
    source: str
    """依据的文件"""
    evidence: str
    valid_from: str
    valid_to: str | None


@final
class PurposesAnswer(TypedDict):
    items: list[PurposeRow]
