"""三项同步 Effects at other systems.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import Literal

from credit_window_client.answers import Paged
from credit_window_client.group import Group
from credit_window_client.requests import Request, address, new_key
from credit_window_client.schemas.effects import EffectDetail, EffectList
from credit_window_client.schemas.repair_cases import Effect


class EffectsOperations(Group):
    """`client.effects`: its operations."""

    def list(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        state: Literal["open", "pending", "manual", "dead", "confirmed", "superseded"]
        | None = None,
        target: Literal["credit_china", "provincial", "enterprise_publicity", "in_house"]
        | None = None,
        case: str | None = None,
    ) -> Paged[Effect, EffectList]:
        """Effects at all targets, the newest first.

        `GET /effects`
        """
        request = Request(
            "GET",
            "/effects",
            query={
                "cursor": cursor,
                "limit": limit,
                "state": state,
                "target": target,
                "case": case,
            },
        )
        return self._paged(request, "items")

    def get(self, effect_id: str) -> EffectDetail:
        """One effect with every try and its receipt.

        `GET /effects/{effect_id}`
        """
        request = Request("GET", address("/effects/{}", effect_id))
        answer: EffectDetail = self._json(request)
        return answer

    def retry(self, effect_id: str, *, idempotency_key: str | None = None) -> EffectDetail:
        """Give a dead effect another set of tries.

        `POST /effects/{effect_id}/retry`
        """
        request = Request(
            "POST", address("/effects/{}/retry", effect_id), key=idempotency_key or new_key()
        )
        answer: EffectDetail = self._json(request)
        return answer

    def confirm(
        self,
        effect_id: str,
        *,
        receipt_number: str,
        reference: str | None = None,
        document_id: str | None = None,
        idempotency_key: str | None = None,
    ) -> EffectDetail:
        """Confirm, with proof, an effect that was brought about by hand.

        `POST /effects/{effect_id}/confirm`
        """
        request = Request(
            "POST",
            address("/effects/{}/confirm", effect_id),
            json={
                "receipt_number": receipt_number,
                "reference": reference,
                "document_id": document_id,
            },
            key=idempotency_key or new_key(),
        )
        answer: EffectDetail = self._json(request)
        return answer
