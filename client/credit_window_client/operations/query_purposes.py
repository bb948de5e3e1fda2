"""信用查询 Queries.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from credit_window_client.group import Group
from credit_window_client.requests import Request
from credit_window_client.schemas.query_purposes import PurposesAnswer


class QueryPurposesOperations(Group):
    """`client.query_purposes`: its operations."""

    def get(self) -> PurposesAnswer:
        """For which purposes who may ask what, with the rule it rests on.

        `GET /query-purposes`
        """
        request = Request("GET", "/query-purposes")
        answer: PurposesAnswer = self._json(request)
        return answer
