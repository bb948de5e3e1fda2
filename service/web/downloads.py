"""Files made for one download and gone with it."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from flask import Response, request
from werkzeug.wsgi import wrap_file


def csv_download(filename: str, write: Callable[[Path], object]) -> Response:
    """What `write` puts into a file of its own, as a download that no cache keeps."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "download.csv"
        write(target)
        file = target.open("rb")  # stays readable when its folder is gone
    response = Response(
        wrap_file(request.environ, file),
        content_type="text/csv; charset=utf-8",
        direct_passthrough=True,
    )
    response.call_on_close(file.close)
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
