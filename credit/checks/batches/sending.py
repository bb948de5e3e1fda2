"""Workbooks as HTTP answers, sent piece by piece."""

from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import quote

from flask import Response, stream_with_context

from credit.checks.batches.template_file import FILENAME, write_template
from service.files.spool import scratch
from service.files.store import PIECE_BYTES
from service.web.downloads import XLSX_TYPE


def workbook_response(stream: BinaryIO, filename: str) -> Response:
    """The stream as a download that no cache keeps."""
    response = Response(stream_with_context(_pieces(stream)), content_type=XLSX_TYPE)
    name = quote(filename, safe="")
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"result.xlsx\"; filename*=UTF-8''{name}"
    )
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def template_response() -> Response:
    """The empty list as a download."""
    with scratch() as folder:
        path = folder / "template.xlsx"
        write_template(path)
        return workbook_response(path.open("rb"), FILENAME)


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    with stream:
        while piece := stream.read(PIECE_BYTES):
            yield piece
