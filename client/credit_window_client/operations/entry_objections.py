"""积分异议 Objections to points entries.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from collections.abc import Mapping
from typing import Any, Literal

from credit_window_client.answers import Paged
from credit_window_client.group import Group
from credit_window_client.requests import Request, address, new_key
from credit_window_client.schemas.entry_objections import (
    DisputeAnswer,
    DisputesAnswer,
    DisputeSummary,
)


class EntryObjectionsOperations(Group):
    """`client.entry_objections`: its operations."""

    def list(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        view: Literal["all", "mine"] | None = None,
        state: str | None = None,
        open: bool | None = None,
        overdue: bool | None = None,
    ) -> Paged[DisputeSummary, DisputesAnswer]:
        """One's own objections, or those one's community answers; newest first, or first due on top.

        `GET /entry-objections`
        """
        request = Request(
            "GET",
            "/entry-objections",
            query={
                "cursor": cursor,
                "limit": limit,
                "view": view,
                "state": state,
                "open": open,
                "overdue": overdue,
            },
        )
        return self._paged(request, "items")

    def get(self, number: str) -> DisputeAnswer:
        """One objection with the actions open to the caller and its clock day by day.

        `GET /entry-objections/{number}`
        """
        request = Request("GET", address("/entry-objections/{}", number))
        answer: DisputeAnswer = self._json(request)
        return answer

    def act(
        self,
        number: str,
        action: str,
        *,
        reason: str | None = None,
        fields: Mapping[str, Any] | None = None,
        version: int | None = None,
        idempotency_key: str | None = None,
    ) -> DisputeAnswer:
        """Take one action. A refusal is 409 with the state and the actions open to the caller.

        `POST /entry-objections/{number}/actions/{action}`
        """
        request = Request(
            "POST",
            address("/entry-objections/{}/actions/{}", number, action),
            json={"reason": reason, "fields": fields, "version": version},
            key=idempotency_key or new_key(),
        )
        answer: DisputeAnswer = self._json(request)
        return answer
