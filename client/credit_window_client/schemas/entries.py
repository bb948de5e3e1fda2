"""社区积分 Community points.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import TypedDict, final


@final
class ObjectionAnswer(TypedDict):
    number: str
    """异议编号"""
    entry: str
    title: str
    state: str
    """open、upheld、rejected 或 withdrawn"""
    state_name: str
    due_on: str | None
    provisional: bool
    """到期日还可能随放假安排变动"""
    made_at: str
    href: str
    """办理进展的接口地址"""
    page: str
