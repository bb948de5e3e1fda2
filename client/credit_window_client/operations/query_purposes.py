"""信用查询 Queries.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import TypedDict, final

from credit_window_client.group import Group
from credit_window_client.requests import Request


@final
class PurposeRow(TypedDict):
    code: str
    name: str
    who: list[str]
    basis: list[str]
    subjects: list[str]
    fields: list[str]
    article: str
    source: str
    evidence: str
    valid_from: str
    valid_to: str | None


@final
class PurposesAnswer(TypedDict):
    items: list[PurposeRow]


class QueryPurposesOperations(Group):
    """`client.query_purposes`: its operations."""

    def get(self) -> PurposesAnswer:
        """For which purposes who may ask what, with the rule it rests on.

        `GET /query-purposes`
        """
        request = Request("GET", "/query-purposes")
        answer: PurposesAnswer = self._json(request)
        return answer
