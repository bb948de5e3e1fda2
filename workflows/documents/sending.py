"""A document as an HTTP answer: always a file to save, never something a browser runs or shows.

Only a picture that was drawn anew from it is shown.
"""

from urllib.parse import quote

from flask import Response

from workflows.documents.kinds import ENDINGS, MediaType
from workflows.documents.reading import Download

POLICY = "default-src 'none'; sandbox"
"""Should a browser show it all the same, nothing in it runs or loads anything."""
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""A browser styles the page it makes around a picture; it still runs and loads nothing."""


def attachment_response(found: Download) -> Response:
    """The content under its name; the headers leave a browser no choice but to save it."""
    media_type = MediaType(found.document.media_type)
    response = Response(found.content, content_type=media_type)
    name = quote(found.filename, safe="")
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"document{ENDINGS[media_type]}\"; filename*=UTF-8''{name}"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "private, no-store"
    return response


def picture_response(png: bytes) -> Response:
    """A page as drawn by us, for an `img` of our own pages or to be looked at by itself."""
    response = Response(png, content_type="image/png")
    response.headers["Content-Disposition"] = "inline"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = PICTURE_POLICY
    response.headers["Cache-Control"] = "private, no-store"
    return response
