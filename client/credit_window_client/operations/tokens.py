"""访问令牌 Access tokens.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from credit_window_client.group import Group
from credit_window_client.requests import Request, new_key
from credit_window_client.schemas.tokens import TokenAnswer


class TokensOperations(Group):
    """`client.tokens`: its operations."""

    def create(
        self,
        *,
        name: str,
        password: str,
        label: str | None = None,
        idempotency_key: str | None = None,
    ) -> TokenAnswer:
        """Issue a bearer token for the account proved by HTTP Basic.

        Where the account has a second factor, or must have one, its tokens are made on the page.

        `POST /tokens`
        """
        request = Request(
            "POST",
            "/tokens",
            json={"label": label},
            basic=(name, password),
            key=idempotency_key or new_key(),
        )
        answer: TokenAnswer = self._json(request)
        return answer
