"""规则试算 Previews of rule tables.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import Literal

from credit_window_client.answers import Download, Paged
from credit_window_client.forms import File
from credit_window_client.group import Group
from credit_window_client.requests import Request, address, new_key
from credit_window_client.schemas.rule_previews import (
    PreviewAnswer,
    PreviewChangeAnswer,
    PreviewChangePage,
    PreviewPage,
)


class RulePreviewsOperations(Group):
    """`client.rule_previews`: its operations."""

    def list(
        self, *, cursor: str | None = None, limit: int | None = None
    ) -> Paged[PreviewAnswer, PreviewPage]:
        """All previews, newest first; `items` of each is told by its own address.

        `GET /rule-previews`
        """
        request = Request("GET", "/rule-previews", query={"cursor": cursor, "limit": limit})
        return self._paged(request, "items")

    def create(
        self,
        *,
        purpose: Literal["school_admission", "residence_registration", "enterprise_review"]
        | None = None,
        rule_set: int | None = None,
        last: int | None = None,
        file: File | None = None,
        idempotency_key: str | None = None,
    ) -> PreviewAnswer:
        """Try a draft, or a stored version, on the last final checks. No check is changed.

        `POST /rule-previews`
        """
        request = Request(
            "POST",
            "/rule-previews",
            form={"purpose": purpose, "rule_set": rule_set, "last": last, "file": file},
            key=idempotency_key or new_key(),
        )
        answer: PreviewAnswer = self._json(request)
        return answer

    def get(self, preview_id: str) -> PreviewAnswer:
        """How far a preview has come, and by which items checks would change.

        `GET /rule-previews/{preview_id}`
        """
        request = Request("GET", address("/rule-previews/{}", preview_id))
        answer: PreviewAnswer = self._json(request)
        return answer

    def changes(
        self,
        preview_id: str,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        direction: Literal["worse", "better", "points"] | None = None,
        item: str | None = None,
    ) -> Paged[PreviewChangeAnswer, PreviewChangePage]:
        """The checks that would come out otherwise, newest first.

        `GET /rule-previews/{preview_id}/changes`
        """
        request = Request(
            "GET",
            address("/rule-previews/{}/changes", preview_id),
            query={"cursor": cursor, "limit": limit, "direction": direction, "item": item},
        )
        return self._paged(request, "items")

    def changes_xlsx(self, preview_id: str) -> Download:
        """The same as a workbook.

        `GET /rule-previews/{preview_id}/changes.xlsx`
        """
        request = Request("GET", address("/rule-previews/{}/changes.xlsx", preview_id))
        return self._download(request)
