"""信用记录 Records.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import TypedDict, final


@final
class SubjectAnswer(TypedDict):
    id: int
    name: str
    code: str | None
    flags: list[str]
    flags_confirmed_by: str
    flags_confirmed_at: str
