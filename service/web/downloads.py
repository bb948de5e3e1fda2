"""Files as answers: what was handed in is saved and never shown; what is made is gone with it."""

from collections.abc import Callable
from pathlib import Path

from flask import Response, request
from werkzeug.wsgi import wrap_file

from service.files.kinds import JPEG, PDF, PNG, kind_of
from service.files.spool import scratch

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UPLOADED_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""Should a browser show a handed-in file all the same, nothing in it runs or loads anything."""
_ENDINGS = {PDF: "pdf", JPEG: "jpg", PNG: "png"}


def uploaded_file(content: bytes, name: str) -> Response:
    """What somebody has handed in, as a file to save under a name of ours (without its ending).

    It is of the kind its first bytes say, whatever else it may be, and a browser has no choice
    but to save it.
    """
    kind = kind_of(content)
    response = Response(content, content_type=kind or "application/octet-stream")
    ending = _ENDINGS.get(kind or "", "bin")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = UPLOADED_POLICY
    response.headers["Cache-Control"] = "private, no-store"
    return response


def made_file(
    content: bytes, content_type: str, filename: str, *, inline: bool = False
) -> Response:
    """What was made for this answer, to be saved under a name or, `inline`, to be looked at."""
    response = Response(content, content_type=content_type)
    how = "inline" if inline else "attachment"
    response.headers["Content-Disposition"] = f'{how}; filename="{filename}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def csv_download(filename: str, write: Callable[[Path], object]) -> Response:
    """What `write` puts into a file of its own, as a download that no cache keeps."""
    with scratch() as folder:
        target = folder / "download.csv"
        write(target)
        file = target.open("rb")  # stays readable when its folder is gone
    response = Response(
        wrap_file(request.environ, file),
        content_type=CSV_TYPE,
        direct_passthrough=True,
    )
    response.call_on_close(file.close)
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
