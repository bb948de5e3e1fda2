"""One log line for every door that stayed shut: who stood before it, and which."""

import structlog
from flask import Flask, Response, request

from service.access.account import current_account

REFUSALS = {401: "not-signed-in", 403: "not-allowed", 413: "too-large", 429: "throttled"}


def note_refusal(response: Response) -> Response:
    """Write the line; an account is named by its number alone."""
    if (kind := REFUSALS.get(response.status_code)) and request.endpoint:
        account = current_account()
        structlog.get_logger("access").warning(
            "access.refused",
            reason=kind,
            endpoint=request.endpoint,
            account=account.id if account else None,
            role=account.role.value if account else None,
        )
    return response


def init_refusals(app: Flask) -> None:
    """Look at every answer."""
    app.after_request(note_refusal)
