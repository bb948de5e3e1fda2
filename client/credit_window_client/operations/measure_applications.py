"""激励与约束措施 Measures.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import Literal

from credit_window_client.answers import Paged
from credit_window_client.group import Group
from credit_window_client.requests import Day, Request, address, new_key
from credit_window_client.schemas.measure_applications import (
    MeasureApplicationAnswer,
    MeasureApplicationList,
)


class MeasureApplicationsOperations(Group):
    """`client.measure_applications`: its operations."""

    def list(
        self,
        *,
        from_: Day | None = None,
        to: Day | None = None,
        cursor: str | None = None,
        limit: int | None = None,
        kind: Literal["incentive", "constraint"] | None = None,
        happened: Literal["proposed", "confirmed", "declined", "lifted", "dropped", "feedback"]
        | None = None,
        state: Literal["proposed", "confirmed", "declined", "lifted"] | None = None,
        measure: str | None = None,
    ) -> Paged[MeasureApplicationAnswer, MeasureApplicationList]:
        """Proposals and what became of them; a department sees its own unit's.

        `GET /measure-applications`
        """
        request = Request(
            "GET",
            "/measure-applications",
            query={
                "from": from_,
                "to": to,
                "cursor": cursor,
                "limit": limit,
                "kind": kind,
                "happened": happened,
                "state": state,
                "measure": measure,
            },
        )
        return self._paged(request, "items")

    def get(self, application_id: int) -> MeasureApplicationAnswer:
        """One proposal and what became of it.

        `GET /measure-applications/{application_id}`
        """
        request = Request("GET", address("/measure-applications/{}", application_id))
        answer: MeasureApplicationAnswer = self._json(request)
        return answer

    def confirm(
        self, application_id: int, *, idempotency_key: str | None = None
    ) -> MeasureApplicationAnswer:
        """Apply the proposed measure.

        `POST /measure-applications/{application_id}/confirm`
        """
        request = Request(
            "POST",
            address("/measure-applications/{}/confirm", application_id),
            key=idempotency_key or new_key(),
        )
        answer: MeasureApplicationAnswer = self._json(request)
        return answer

    def decline(
        self, application_id: int, *, reason: str, idempotency_key: str | None = None
    ) -> MeasureApplicationAnswer:
        """Decline the proposal, with the reason.

        `POST /measure-applications/{application_id}/decline`
        """
        request = Request(
            "POST",
            address("/measure-applications/{}/decline", application_id),
            json={"reason": reason},
            key=idempotency_key or new_key(),
        )
        answer: MeasureApplicationAnswer = self._json(request)
        return answer

    def feedback(
        self, application_id: int, *, text: str, idempotency_key: str | None = None
    ) -> MeasureApplicationAnswer:
        """Report what was done and what came of it.

        `POST /measure-applications/{application_id}/feedback`
        """
        request = Request(
            "POST",
            address("/measure-applications/{}/feedback", application_id),
            json={"text": text},
            key=idempotency_key or new_key(),
        )
        answer: MeasureApplicationAnswer = self._json(request)
        return answer

    def lift(
        self, application_id: int, *, reason: str, idempotency_key: str | None = None
    ) -> MeasureApplicationAnswer:
        """Lift a measure by hand, with the reason; it is not proposed again for its record.

        `POST /measure-applications/{application_id}/lift`
        """
        request = Request(
            "POST",
            address("/measure-applications/{}/lift", application_id),
            json={"reason": reason},
            key=idempotency_key or new_key(),
        )
        answer: MeasureApplicationAnswer = self._json(request)
        return answer
