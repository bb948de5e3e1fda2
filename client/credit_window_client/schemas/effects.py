"""三项同步 Effects at other systems.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import Any, Literal, NotRequired, TypedDict, final

from credit_window_client.schemas.repair_cases import Effect


@final
class EffectList(TypedDict):
    items: list[Effect]
    next_cursor: NotRequired[str | None]


@final
class Attempt(TypedDict):
    at: str
    outcome: str
    outcome_text: str
    status: NotRequired[int | None]
    milliseconds: int
    request_digest: str
    response_digest: NotRequired[str | None]


@final
class EffectDetail(TypedDict):
    id: str
    case: str
    record_id: int
    effect: str
    effect_name: str
    target: str
    target_name: str
    state: Literal["pending", "manual", "confirmed", "dead", "superseded"]
    state_name: str
    attempts: int
    requested_at: str
    next_at: NotRequired[str | None]
    confirmed_at: NotRequired[str | None]
    confirmed_by: NotRequired[str | None]
    last_error: NotRequired[str | None]
    last_error_text: NotRequired[str | None]
    receipt: NotRequired[dict[str, Any] | None]
    message: dict[str, Any]
    history: list[Attempt]
