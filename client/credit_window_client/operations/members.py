"""积分兑换 Redemption.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from credit_window_client.group import Group
from credit_window_client.requests import Day, Request, address, new_key
from credit_window_client.schemas.members import OrdersAnswer, PlacedAnswer, StatementAnswer


class MembersOperations(Group):
    """`client.members`: its operations."""

    def redemptions(self, number: str) -> OrdersAnswer:
        """A member's orders: those that wait first, then the newest.

        `GET /members/{number}/redemptions`
        """
        request = Request("GET", address("/members/{}/redemptions", number))
        answer: OrdersAnswer = self._json(request)
        return answer

    def redeem(
        self,
        number: str,
        *,
        goods: str,
        quantity: int | None = None,
        version: int | None = None,
        idempotency_key: str | None = None,
    ) -> PlacedAnswer:
        """Spend points on goods. The answer holds the code by which they are collected for the member
        alone, or for who orders for a member without sign-in.

        `POST /members/{number}/redemptions`
        """
        request = Request(
            "POST",
            address("/members/{}/redemptions", number),
            json={"goods": goods, "quantity": quantity, "version": version},
            key=idempotency_key or new_key(),
        )
        answer: PlacedAnswer = self._json(request)
        return answer

    def statement(
        self, number: str, *, from_: Day | None = None, to: Day | None = None
    ) -> StatementAnswer:
        """Every entry of a member in some days, explained; this year so far by default.

        `GET /members/{number}/statement`
        """
        request = Request(
            "GET", address("/members/{}/statement", number), query={"from": from_, "to": to}
        )
        answer: StatementAnswer = self._json(request)
        return answer
