"""个人权利 Personal rights.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import Literal

from credit_window_client.answers import Paged
from credit_window_client.group import Group
from credit_window_client.requests import Request, new_key
from credit_window_client.schemas.me import (
    AccessLogAnswer,
    OwnConsentsAnswer,
    OwnDataAnswer,
    OwnLook,
)


class MeOperations(Group):
    """`client.me`: its operations."""

    def data(self) -> OwnDataAnswer:
        """Everything held about the caller, part by part; the look is logged like anybody's.

        `GET /me/data`
        """
        request = Request("GET", "/me/data")
        answer: OwnDataAnswer = self._json(request)
        return answer

    def access_log(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        whose: Literal["others", "denied", "all"] | None = None,
    ) -> Paged[OwnLook, AccessLogAnswer]:
        """Who looked at what is held about the caller: when, on which basis, for what.

        `GET /me/access-log`
        """
        request = Request(
            "GET", "/me/access-log", query={"cursor": cursor, "limit": limit, "whose": whose}
        )
        return self._paged(request, "items")

    def consents(self) -> OwnConsentsAnswer:
        """All that the caller agreed to and has not taken back.

        `GET /me/consents`
        """
        request = Request("GET", "/me/consents")
        answer: OwnConsentsAnswer = self._json(request)
        return answer

    def withdraw_consent(
        self,
        *,
        kind: str,
        reference: str,
        why: str | None = None,
        idempotency_key: str | None = None,
    ) -> OwnConsentsAnswer:
        """Take one consent back, at once; answers with what still stands.

        `POST /me/consents/withdrawals`
        """
        request = Request(
            "POST",
            "/me/consents/withdrawals",
            json={"kind": kind, "reference": reference, "why": why},
            key=idempotency_key or new_key(),
        )
        answer: OwnConsentsAnswer = self._json(request)
        return answer
