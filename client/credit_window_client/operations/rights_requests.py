"""个人信息权利请求 Requests about own data.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from collections.abc import Mapping
from typing import Any, Literal

from credit_window_client.answers import Paged
from credit_window_client.group import Group
from credit_window_client.requests import Request, address, new_key
from credit_window_client.schemas.rights_requests import (
    RightsAnswer,
    RightsListAnswer,
    RightsSummary,
    RightsVisitor,
)


class RightsRequestsOperations(Group):
    """`client.rights_requests`: its operations."""

    def list(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        view: Literal["all", "mine"] | None = None,
        open: bool | None = None,
        overdue: bool | None = None,
    ) -> Paged[RightsSummary, RightsListAnswer]:
        """The requests the caller may see, newest first; or those whose turn it is, by due day.

        `GET /rights-requests`
        """
        request = Request(
            "GET",
            "/rights-requests",
            query={
                "cursor": cursor,
                "limit": limit,
                "view": view,
                "open": open,
                "overdue": overdue,
            },
        )
        return self._paged(request, "items")

    def create(
        self,
        *,
        kind: Literal[
            "explanation", "human_decision", "correction", "erasure", "restriction", "copy"
        ],
        statement: str,
        check: str | None = None,
        record: int | None = None,
        kin: str | None = None,
        visitor: RightsVisitor | None = None,
        idempotency_key: str | None = None,
    ) -> RightsAnswer:
        """Ask for something about one's own data; at the window for whoever stands there.

        `POST /rights-requests`
        """
        request = Request(
            "POST",
            "/rights-requests",
            json={
                "kind": kind,
                "statement": statement,
                "check": check,
                "record": record,
                "kin": kin,
                "visitor": visitor,
            },
            key=idempotency_key or new_key(),
        )
        answer: RightsAnswer = self._json(request)
        return answer

    def get(self, number: str) -> RightsAnswer:
        """One request with the actions open to the caller and its clock day by day.

        `GET /rights-requests/{number}`
        """
        request = Request("GET", address("/rights-requests/{}", number))
        answer: RightsAnswer = self._json(request)
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
    ) -> RightsAnswer:
        """Take one action. A refusal is 409 with the state and the actions open to the caller.

        `POST /rights-requests/{number}/actions/{action}`
        """
        request = Request(
            "POST",
            address("/rights-requests/{}/actions/{}", number, action),
            json={"reason": reason, "fields": fields, "version": version},
            key=idempotency_key or new_key(),
        )
        answer: RightsAnswer = self._json(request)
        return answer
