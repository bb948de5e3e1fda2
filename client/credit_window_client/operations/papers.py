"""信用核查 Credit checks.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from credit_window_client.group import Group
from credit_window_client.requests import Request, address
from credit_window_client.schemas.papers import VerifyAnswer


class PapersOperations(Group):
    """`client.papers`: its operations."""

    def verify(self, number: str) -> VerifyAnswer:
        """Is this paper intact, who issued it, and is it still current? No sign-in.

        `GET /verify/{number}`
        """
        request = Request("GET", address("/verify/{}", number))
        answer: VerifyAnswer = self._json(request)
        return answer
