"""信用记录 Records.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import TypedDict, final


@final
class MatchAnswer(TypedDict):
    named_subject_id: int
    subject_id: int
    same: bool
    reason: str
    id: int
    decided_by: str
    decided_at: str
