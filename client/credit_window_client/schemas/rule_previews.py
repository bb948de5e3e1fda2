"""规则试算 Previews of rule tables.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import Literal, NotRequired, TypedDict, final


@final
class PreviewTable(TypedDict):
    code: str
    name: str
    district: str
    valid_from: str
    valid_to: NotRequired[str | None]
    digest: str
    rule_set: NotRequired[int | None]
    filename: str


@final
class PreviewFlow(TypedDict):
    before: Literal["passed", "negative", "held"]
    after: Literal["passed", "negative", "held"]
    checks: int


@final
class PreviewItem(TypedDict):
    item: str
    name: str
    worse: int
    better: int
    points: int


@final
class PreviewAnswer(TypedDict):
    id: str
    purpose: Literal["school_admission", "residence_registration", "enterprise_review"]
    table: PreviewTable
    last: int
    state: Literal["queued", "running", "done", "failed"]
    done: int
    total: int
    same: int
    worse: int
    better: int
    points: int
    """结果不变、分数改变的件数"""
    outside: int
    """基准日不在该表有效期内的件数，按该表当日有效试算"""
    flow: list[PreviewFlow]
    items: list[PreviewItem]
    warnings: list[str]
    """按现状导入该文件会被拒绝的原因"""
    seconds_left: NotRequired[float | None]
    created_by: str
    created_at: str
    finished_at: NotRequired[str | None]


@final
class PreviewPage(TypedDict):
    items: list[PreviewAnswer]
    next_cursor: NotRequired[str | None]


@final
class PreviewSubject(TypedDict):
    name: str
    id_number: str
    kind: str


@final
class PreviewResult(TypedDict):
    outcome: Literal["passed", "negative", "held"]
    points: float
    total: float


@final
class PreviewCause(TypedDict):
    item: str
    name: str
    points_before: float
    points_after: float
    explanation: str


@final
class PreviewChangeAnswer(TypedDict):
    number: str
    subject: PreviewSubject
    as_of: str
    direction: Literal["worse", "better", "points"]
    before: PreviewResult
    after: PreviewResult
    causes: list[PreviewCause]


@final
class PreviewChangePage(TypedDict):
    items: list[PreviewChangeAnswer]
    next_cursor: NotRequired[str | None]
