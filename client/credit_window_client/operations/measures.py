"""激励与约束措施 Measures.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from collections.abc import Sequence
from typing import Literal

from credit_window_client.answers import Paged
from credit_window_client.group import Group
from credit_window_client.requests import Day, Request, address, new_key
from credit_window_client.schemas.measures import (
    MeasureAnswer,
    MeasureBasis,
    MeasureFiguresAnswer,
    MeasureList,
    MeasureTarget,
    NewMeasure,
)


class MeasuresOperations(Group):
    """`client.measures`: its operations."""

    def list(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        kind: Literal["incentive", "constraint"] | None = None,
        state: Literal["draft", "active", "ended"] | None = None,
        department: str | None = None,
    ) -> Paged[MeasureAnswer, MeasureList]:
        """The register, the newest first. Published measures are open to everybody.

        `GET /measures`
        """
        request = Request(
            "GET",
            "/measures",
            query={
                "cursor": cursor,
                "limit": limit,
                "kind": kind,
                "state": state,
                "department": department,
            },
        )
        return self._paged(request, "items")

    def create(
        self,
        *,
        kind: Literal["incentive", "constraint"],
        name: str,
        content: str,
        target: MeasureTarget,
        department: str,
        valid_from: Day,
        name_en: str | None = None,
        legal_basis: Sequence[MeasureBasis] | None = None,
        published_url: str | None = None,
        catalogue_item: str | None = None,
        term_months: int | None = None,
        valid_to: Day | None = None,
        idempotency_key: str | None = None,
    ) -> MeasureAnswer:
        """Draw up a measure. A constraint must be on the list in force; the draft takes no effect.

        `POST /measures`
        """
        request = Request(
            "POST",
            "/measures",
            json={
                "kind": kind,
                "name": name,
                "name_en": name_en,
                "content": content,
                "legal_basis": legal_basis,
                "published_url": published_url,
                "catalogue_item": catalogue_item,
                "target": target,
                "department": department,
                "term_months": term_months,
                "valid_from": valid_from,
                "valid_to": valid_to,
            },
            key=idempotency_key or new_key(),
        )
        answer: MeasureAnswer = self._json(request)
        return answer

    def get(self, number: str) -> MeasureAnswer:
        """One measure.

        `GET /measures/{number}`
        """
        request = Request("GET", address("/measures/{}", number))
        answer: MeasureAnswer = self._json(request)
        return answer

    def revise(
        self, number: str, *, version: int, measure: NewMeasure, idempotency_key: str | None = None
    ) -> MeasureAnswer:
        """Change a draft; 409 when somebody else did meanwhile.

        `POST /measures/{number}/revise`
        """
        request = Request(
            "POST",
            address("/measures/{}/revise", number),
            json={"version": version, "measure": measure},
            key=idempotency_key or new_key(),
        )
        answer: MeasureAnswer = self._json(request)
        return answer

    def activate(self, number: str, *, idempotency_key: str | None = None) -> MeasureAnswer:
        """Bring into force: a constraint needs legal basis, list item and published address.

        `POST /measures/{number}/activate`
        """
        request = Request(
            "POST", address("/measures/{}/activate", number), key=idempotency_key or new_key()
        )
        answer: MeasureAnswer = self._json(request)
        return answer

    def end(self, number: str, *, reason: str, idempotency_key: str | None = None) -> MeasureAnswer:
        """End for good; everything applied by it is lifted at once.

        `POST /measures/{number}/end`
        """
        request = Request(
            "POST",
            address("/measures/{}/end", number),
            json={"reason": reason},
            key=idempotency_key or new_key(),
        )
        answer: MeasureAnswer = self._json(request)
        return answer

    def figures(
        self, number: str, *, from_: Day | None = None, to: Day | None = None
    ) -> MeasureFiguresAnswer:
        """Proposed, confirmed, lifted, reported on, and how long confirming took; names nobody.

        `GET /measures/{number}/figures`
        """
        request = Request(
            "GET", address("/measures/{}/figures", number), query={"from": from_, "to": to}
        )
        answer: MeasureFiguresAnswer = self._json(request)
        return answer
