"""积分兑换 Redemption.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from credit_window_client.group import Group
from credit_window_client.requests import Request, address, new_key
from credit_window_client.schemas.members import OrderAnswer
from credit_window_client.schemas.redemptions import CollectedAnswer


class RedemptionsOperations(Group):
    """`client.redemptions`: its operations."""

    def get(self, number: str) -> OrderAnswer:
        """One order.

        `GET /redemptions/{number}`
        """
        request = Request("GET", address("/redemptions/{}", number))
        answer: OrderAnswer = self._json(request)
        return answer

    def cancel(self, number: str, *, idempotency_key: str | None = None) -> OrderAnswer:
        """Give an order up before it is collected; points and stock go back.

        `POST /redemptions/{number}/cancel`
        """
        request = Request(
            "POST", address("/redemptions/{}/cancel", number), key=idempotency_key or new_key()
        )
        answer: OrderAnswer = self._json(request)
        return answer

    def collect(
        self, number: str, *, code: str, idempotency_key: str | None = None
    ) -> CollectedAnswer:
        """The shop confirms, by the member's code, that the goods were handed out.

        `POST /redemptions/{number}/collect`
        """
        request = Request(
            "POST",
            address("/redemptions/{}/collect", number),
            json={"code": code},
            key=idempotency_key or new_key(),
        )
        answer: CollectedAnswer = self._json(request)
        return answer
