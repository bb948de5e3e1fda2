"""信用记录 Records.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import Literal, NotRequired, TypedDict, final


@final
class Counts(TypedDict):
    rows: int
    accepted: int
    updated: int
    unchanged: int
    flagged: int
    refused: int


@final
class Note(TypedDict):
    code: str
    message: str


@final
class ImportFailure(TypedDict):
    code: str
    detail: str
    remedy: NotRequired[str | None]


@final
class Links(TypedDict):
    self: str
    refused: str


@final
class ImportAnswer(TypedDict):
    id: str
    feed: str
    filename: str
    dry_run: bool
    state: Literal["queued", "running", "done", "failed"]
    counts: Counts
    done: int
    total: int | None
    seconds_left: float | None
    notes: list[Note]
    failure: ImportFailure | None
    created_by: str
    created_at: str
    started_at: str | None
    finished_at: str | None
    links: Links


@final
class ImportsAnswer(TypedDict):
    items: list[ImportAnswer]
    next_cursor: str | None
