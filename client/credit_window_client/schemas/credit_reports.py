"""信用报告 Credit reports.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import Literal, TypedDict, final


@final
class CreditReportRow(TypedDict):
    number: str
    code: str
    issued_at: str
    as_of: str
    operator: str
    unit: str
    basis_kind: Literal["authorisation", "sharing", "publicity"]


@final
class CreditReportsAnswer(TypedDict):
    items: list[CreditReportRow]
    next_cursor: str | None
