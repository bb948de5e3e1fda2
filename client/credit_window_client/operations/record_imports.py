"""信用记录 Records.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from credit_window_client.answers import Download, Paged
from credit_window_client.forms import File
from credit_window_client.group import Group
from credit_window_client.requests import Request, address, new_key
from credit_window_client.schemas.record_imports import ImportAnswer, ImportsAnswer


class RecordImportsOperations(Group):
    """`client.record_imports`: its operations."""

    def list(
        self, *, cursor: str | None = None, limit: int | None = None
    ) -> Paged[ImportAnswer, ImportsAnswer]:
        """All imports, newest first.

        `GET /record-imports`
        """
        request = Request("GET", "/record-imports", query={"cursor": cursor, "limit": limit})
        return self._paged(request, "items")

    def create(
        self,
        *,
        feed: str,
        file: File,
        dry_run: bool | None = None,
        idempotency_key: str | None = None,
    ) -> ImportAnswer:
        """Take a file in. Unknown feeds and missing columns are refused at once; rows are a job's.

        `POST /record-imports`
        """
        request = Request(
            "POST",
            "/record-imports",
            form={"feed": feed, "dry_run": dry_run, "file": file},
            key=idempotency_key or new_key(),
        )
        answer: ImportAnswer = self._json(request)
        return answer

    def get(self, import_id: str) -> ImportAnswer:
        """How far an import has come.

        `GET /record-imports/{import_id}`
        """
        request = Request("GET", address("/record-imports/{}", import_id))
        answer: ImportAnswer = self._json(request)
        return answer

    def refused_csv(self, import_id: str) -> Download:
        """The refused rows, to be corrected and imported again as they are.

        `GET /record-imports/{import_id}/refused.csv`
        """
        request = Request("GET", address("/record-imports/{}/refused.csv", import_id))
        return self._download(request)
