"""查询授权 Authorisations.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from collections.abc import Sequence
from typing import Literal

from credit_window_client.answers import Paged
from credit_window_client.forms import File
from credit_window_client.group import Group
from credit_window_client.requests import Day, Request, address, new_key
from credit_window_client.schemas.query_authorisations import (
    AuthorisationAnswer,
    AuthorisationsAnswer,
)


class QueryAuthorisationsOperations(Group):
    """`client.query_authorisations`: its operations."""

    def list(
        self, *, cursor: str | None = None, limit: int | None = None
    ) -> Paged[AuthorisationAnswer, AuthorisationsAnswer]:
        """Authorisations granted to the caller's unit, newest first; clerks and auditors see all.

        `GET /query-authorisations`
        """
        request = Request("GET", "/query-authorisations", query={"cursor": cursor, "limit": limit})
        return self._paged(request, "items")

    def create(
        self,
        *,
        name: str,
        id_number: str,
        purposes: Sequence[str],
        valid_from: Day,
        valid_until: Day,
        id_type: Literal[
            "uscc",
            "resident_id",
            "hmt_residence_permit",
            "foreign_permanent_residence",
            "hm_travel_permit",
            "tw_travel_permit",
            "passport",
        ]
        | None = None,
        granted_to_unit: str | None = None,
        categories: Sequence[str] | None = None,
        bearer: str | None = None,
        file: File | None = None,
        idempotency_key: str | None = None,
    ) -> AuthorisationAnswer:
        """Record a signed authorisation. A forged one is fined (Regulation Art. 34, 35).

        `POST /query-authorisations`
        """
        request = Request(
            "POST",
            "/query-authorisations",
            form={
                "name": name,
                "id_type": id_type,
                "id_number": id_number,
                "granted_to_unit": granted_to_unit,
                "purposes": purposes,
                "categories": categories,
                "valid_from": valid_from,
                "valid_until": valid_until,
                "bearer": bearer,
                "file": file,
            },
            key=idempotency_key or new_key(),
        )
        answer: AuthorisationAnswer = self._json(request)
        return answer

    def get(self, number: str) -> AuthorisationAnswer:
        """One authorisation.

        `GET /query-authorisations/{number}`
        """
        request = Request("GET", address("/query-authorisations/{}", number))
        answer: AuthorisationAnswer = self._json(request)
        return answer

    def withdraw(
        self, number: str, *, reason: str, idempotency_key: str | None = None
    ) -> AuthorisationAnswer:
        """Withdraw for the subject that shows its ID; nothing is answered on it from now on.

        `POST /query-authorisations/{number}/withdraw`
        """
        request = Request(
            "POST",
            address("/query-authorisations/{}/withdraw", number),
            json={"reason": reason},
            key=idempotency_key or new_key(),
        )
        answer: AuthorisationAnswer = self._json(request)
        return answer
