"""材料 Documents of cases.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import Literal, TypedDict, final


@final
class UploadAnswer(TypedDict):
    id: str
    case: str
    kind: Literal[
        "performance_proof",
        "commitment",
        "identity",
        "authorisation",
        "court_ruling",
        "statement",
        "evidence",
        "review_answer",
        "other",
    ]
    record_id: int | None
    filename: str
    size: int
    received: int
    chunk_bytes_max: int
    expires_at: str
