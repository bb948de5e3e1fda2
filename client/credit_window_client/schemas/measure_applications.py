"""激励与约束措施 Measures.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import TypedDict, final


@final
class MeasureShort(TypedDict):
    number: str
    kind: str
    name: str
    name_en: str | None
    department: str


@final
class MeasureSubject(TypedDict):
    name: str
    kind: str
    code: str | None
    id_mask: str | None


@final
class MeasureRecord(TypedDict):
    id: int
    kind: str
    title: str | None
    decision_number: str | None
    authority: str
    decided_on: str | None
    tier: str | None


@final
class MeasureApplicationAnswer(TypedDict):
    id: int
    state: str
    state_name: str
    measure: MeasureShort
    subject: MeasureSubject | None
    record: MeasureRecord | None
    proposed_at: str
    confirmed_by: str | None
    confirmed_at: str | None
    until: str | None
    declined_by: str | None
    declined_at: str | None
    decline_reason: str | None
    lifted_at: str | None
    lifted_why: str | None
    lifted_because: str | None
    lifted_note: str | None
    feedback: str | None
    feedback_by: str | None
    feedback_at: str | None


@final
class MeasureApplicationList(TypedDict):
    items: list[MeasureApplicationAnswer]
    next_cursor: str | None
