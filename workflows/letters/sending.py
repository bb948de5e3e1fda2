"""Letters and forms as HTTP answers: made by ourselves, so a browser may show them."""

from flask import Response, make_response


def pdf_response(pdf: bytes, name: str) -> Response:
    """The PDF under a plain name; no cache keeps it."""
    response = make_response(pdf)
    response.content_type = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
