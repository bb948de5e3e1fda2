"""Hands in a document of a case in chunks; what has arrived need not be sent again."""

from collections.abc import Callable
from pathlib import Path

from credit_window_client.operations import Operations
from credit_window_client.problems import Conflict, Unreachable
from credit_window_client.schemas import DocumentAnswer, UploadAnswer

LOST_MAX = 5
"""So often in a row a chunk may be lost before the upload is given up for now."""


def send_in_chunks(
    client: Operations,
    upload: UploadAnswer,
    path: Path,
    progress: Callable[[int, int], object] | None = None,
) -> DocumentAnswer:
    """Send what is still missing and finish; `progress` hears the bytes received, and all.

    Raises `Unreachable` when the connection is lost again and again: the upload waits at the
    service until its `expires_at`, and may be gone on with.
    """
    lost = 0
    with path.open("rb") as file:
        while upload["received"] < upload["size"]:
            file.seek(upload["received"])
            try:
                upload = _send_chunk(client, upload, file.read(upload["chunk_bytes_max"]))
                lost = 0
            except (Unreachable, Conflict):
                lost += 1
                if lost > LOST_MAX:
                    raise
                upload = client.uploads.get(upload["id"])
            if progress is not None:
                progress(upload["received"], upload["size"])
    return client.uploads.finish(upload["id"])


def _send_chunk(client: Operations, upload: UploadAnswer, chunk: bytes) -> UploadAnswer:
    first = upload["received"]
    span = f"bytes {first}-{first + len(chunk) - 1}/{upload['size']}"
    return client.uploads.send(upload["id"], content_range=span, content=chunk)
