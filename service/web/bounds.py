"""How much a form may bring, looked at before anything is parsed or written to disk.

Files are bounded by their own limits (`MAX_CONTENT_LENGTH`, `MAX_FORM_PARTS`, and those of the
feature); JSON by `service.api.bodies`. A call of the API with credentials is judged by them before
its body is read.
"""

from flask import Flask, request, session
from werkzeug.exceptions import RequestEntityTooLarge

from service.accounts.authenticate import SESSION_KEY
from service.api.bodies import WRITING

STRANGER_BYTES_MAX = 64 * 1024
"""Largest body of a page's form from whoever has not signed in, bytes; none of ours needs more."""
FORM_BYTES_MAX = 1024 * 1024
"""Largest form without files, bytes, names and separators included."""
FORM_FIELDS_MAX = 2000
"""Fields of a form without files; a list of attendance has some hundred."""
_PLAIN_FORM = "application/x-www-form-urlencoded"


def bound_forms() -> None:
    """Raise `RequestEntityTooLarge` for a form larger than any of ours."""
    if request.method not in WRITING:
        return
    if SESSION_KEY not in session and not request.path.startswith("/api/"):
        _bound(STRANGER_BYTES_MAX)
    if request.mimetype == _PLAIN_FORM:
        _bound(FORM_BYTES_MAX)
        # The fields are counted first: half a million of them take a second to be told apart.
        if request.get_data(cache=True).count(b"&") >= FORM_FIELDS_MAX:
            raise RequestEntityTooLarge


def _bound(count: int) -> None:
    allowed = request.max_content_length
    request.max_content_length = count if allowed is None else min(count, allowed)
    if (request.content_length or 0) > count:
        raise RequestEntityTooLarge


def init_bounds(app: Flask) -> None:
    """Look at every form; call it before anything that reads one, such as the form tokens."""
    app.before_request(bound_forms)
