"""信用查询 Queries.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from collections.abc import Sequence
from typing import Any, Literal

from credit_window_client.answers import Paged
from credit_window_client.group import Group
from credit_window_client.requests import Day, Request, address, new_key
from credit_window_client.schemas.enterprises import QueryBasis
from credit_window_client.schemas.queries import QueriesAnswer, QueryAnswer, QueryRow, SubjectRow


class QueriesOperations(Group):
    """`client.queries`: its operations."""

    def list(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        purpose: str | None = None,
        channel: Literal["api", "page", "window", "public", "self"] | None = None,
        basis: Literal["authorisation", "sharing", "publicity"] | None = None,
        from_: Day | None = None,
        to: Day | None = None,
        denied: bool | None = None,
    ) -> Paged[QueryRow, QueriesAnswer]:
        """Past calls of the caller's unit, newest first; clerks and auditors see all.

        `GET /queries`
        """
        request = Request(
            "GET",
            "/queries",
            query={
                "cursor": cursor,
                "limit": limit,
                "purpose": purpose,
                "channel": channel,
                "basis": basis,
                "from": from_,
                "to": to,
                "denied": denied,
            },
        )
        return self._paged(request, "items")

    def ask(
        self,
        *,
        purpose: str | None = None,
        basis: QueryBasis | None = None,
        subject: SubjectRow | None = None,
        subjects: Sequence[Any] | None = None,
        idempotency_key: str | None = None,
    ) -> QueryAnswer:
        """Ask about one subject or a list, on a stated basis for a stated purpose; each is logged.

        Without a token: what is published about one organisation. A list is answered while it is
        worked through; rows that are refused or cannot be read say so and stop nothing.

        `POST /queries`
        """
        request = Request(
            "POST",
            "/queries",
            json={"purpose": purpose, "basis": basis, "subject": subject, "subjects": subjects},
            key=idempotency_key or new_key(),
        )
        answer: QueryAnswer = self._json(request)
        return answer

    def ask_own(self, *, idempotency_key: str | None = None) -> QueryAnswer:
        """What may be told about the caller itself; logged like any other query.

        `POST /queries/own`
        """
        request = Request("POST", "/queries/own", key=idempotency_key or new_key())
        answer: QueryAnswer = self._json(request)
        return answer

    def get(self, number: str) -> QueryRow:
        """One call: who asked what for, on which ground, and what became of it.

        `GET /queries/{number}`
        """
        request = Request("GET", address("/queries/{}", number))
        answer: QueryRow = self._json(request)
        return answer
