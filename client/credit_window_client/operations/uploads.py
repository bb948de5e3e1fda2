"""材料 Documents of cases.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import Literal

from credit_window_client.group import Group
from credit_window_client.requests import Request, address, new_key
from credit_window_client.schemas.repair_cases import DocumentAnswer
from credit_window_client.schemas.uploads import UploadAnswer


class UploadsOperations(Group):
    """`client.uploads`: its operations."""

    def create(
        self,
        *,
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
        ],
        case: str,
        filename: str,
        size: int,
        record_id: int | None = None,
        idempotency_key: str | None = None,
    ) -> UploadAnswer:
        """Announce a file that will come in chunks.

        `POST /uploads`
        """
        request = Request(
            "POST",
            "/uploads",
            json={
                "kind": kind,
                "record_id": record_id,
                "case": case,
                "filename": filename,
                "size": size,
            },
            key=idempotency_key or new_key(),
        )
        answer: UploadAnswer = self._json(request)
        return answer

    def get(self, upload_id: str) -> UploadAnswer:
        """How far an upload has come; the next chunk begins at `received`.

        `GET /uploads/{upload_id}`
        """
        request = Request("GET", address("/uploads/{}", upload_id))
        answer: UploadAnswer = self._json(request)
        return answer

    def send(self, upload_id: str, *, content_range: str, content: bytes) -> UploadAnswer:
        """Take the next chunk; one that has arrived before changes nothing.

        `PUT /uploads/{upload_id}`
        """
        request = Request(
            "PUT",
            address("/uploads/{}", upload_id),
            header={"Content-Range": content_range},
            content=content,
        )
        answer: UploadAnswer = self._json(request)
        return answer

    def delete(self, upload_id: str) -> None:
        """Delete an upload and what has arrived of it.

        `DELETE /uploads/{upload_id}`
        """
        request = Request("DELETE", address("/uploads/{}", upload_id))
        self._nothing(request)

    def finish(self, upload_id: str, *, idempotency_key: str | None = None) -> DocumentAnswer:
        """Make a complete upload a document of its case.

        `POST /uploads/{upload_id}/finish`
        """
        request = Request(
            "POST", address("/uploads/{}/finish", upload_id), key=idempotency_key or new_key()
        )
        answer: DocumentAnswer = self._json(request)
        return answer
