"""批量核查 Batches of checks.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import Literal, NotRequired, TypedDict, final

from credit_window_client.schemas.checks import Basis


@final
class RefusedRow(TypedDict):
    row: int
    field: str
    code: str
    message: str
    remedy: str


@final
class BatchFailure(TypedDict):
    code: str
    message: str


@final
class BatchAnswer(TypedDict):
    id: str
    purpose: Literal["school_admission", "residence_registration", "enterprise_review"]
    basis: Basis
    as_of: str
    filename: str
    state: Literal["queued", "running", "done", "failed"]
    done: int
    total: NotRequired[int | None]
    passed: int
    negative: int
    held: int
    refused: int
    seconds_left: NotRequired[float | None]
    errors: list[RefusedRow]
    """被拒绝的行，最多列出 200 行，refused 为总数；完成后给出"""
    failure: NotRequired[BatchFailure | None]
    result_url: NotRequired[str | None]
    created_by: str
    created_at: str
    finished_at: NotRequired[str | None]


@final
class BatchPage(TypedDict):
    items: list[BatchAnswer]
    next_cursor: NotRequired[str | None]


@final
class BatchPreviewAnswer(TypedDict):
    filename: str
    total: int
    good: int
    refused: int
    errors: list[RefusedRow]
    notes: list[str]
