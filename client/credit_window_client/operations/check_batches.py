"""批量核查 Batches of checks.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import Literal

from credit_window_client.answers import Download, Paged
from credit_window_client.forms import File
from credit_window_client.group import Group
from credit_window_client.requests import Request, address, new_key
from credit_window_client.schemas.check_batches import BatchAnswer, BatchPage, BatchPreviewAnswer


class CheckBatchesOperations(Group):
    """`client.check_batches`: its operations."""

    def list(
        self, *, cursor: str | None = None, limit: int | None = None
    ) -> Paged[BatchAnswer, BatchPage]:
        """All batches, newest first.

        `GET /check-batches`
        """
        request = Request("GET", "/check-batches", query={"cursor": cursor, "limit": limit})
        return self._paged(request, "items")

    def create(
        self,
        *,
        purpose: Literal["school_admission", "residence_registration", "enterprise_review"],
        file: File,
        basis: str | None = None,
        basis_kind: Literal["authorisation", "sharing"] | None = None,
        basis_reference: str | None = None,
        preview: bool | None = None,
        idempotency_key: str | None = None,
    ) -> BatchPreviewAnswer | BatchAnswer:
        """Check a spreadsheet of applicants. Rows that cannot be read are refused and counted.

        `POST /check-batches`
        """
        request = Request(
            "POST",
            "/check-batches",
            form={
                "purpose": purpose,
                "basis": basis,
                "basis_kind": basis_kind,
                "basis_reference": basis_reference,
                "preview": preview,
                "file": file,
            },
            key=idempotency_key or new_key(),
        )
        answer: BatchPreviewAnswer | BatchAnswer = self._json(request)
        return answer

    def template_xlsx(self) -> Download:
        """An empty list to fill in.

        `GET /check-batches/template.xlsx`
        """
        request = Request("GET", "/check-batches/template.xlsx")
        return self._download(request)

    def get(self, batch_id: str) -> BatchAnswer:
        """How far a batch has come.

        `GET /check-batches/{batch_id}`
        """
        request = Request("GET", address("/check-batches/{}", batch_id))
        answer: BatchAnswer = self._json(request)
        return answer

    def resume(self, batch_id: str, *, idempotency_key: str | None = None) -> BatchAnswer:
        """Go on with a batch that failed.

        `POST /check-batches/{batch_id}/resume`
        """
        request = Request(
            "POST", address("/check-batches/{}/resume", batch_id), key=idempotency_key or new_key()
        )
        answer: BatchAnswer = self._json(request)
        return answer

    def result_xlsx(self, batch_id: str) -> Download:
        """The list as it was sent, with the results in added columns.

        `GET /check-batches/{batch_id}/result.xlsx`
        """
        request = Request("GET", address("/check-batches/{}/result.xlsx", batch_id))
        return self._download(request)
