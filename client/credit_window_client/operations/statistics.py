"""年度统计 The year in figures.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from credit_window_client.group import Group
from credit_window_client.requests import Day, Request
from credit_window_client.schemas.statistics import StatisticsAnswer


class StatisticsOperations(Group):
    """`client.statistics`: its operations."""

    def get(self, *, from_: Day | None = None, to: Day | None = None) -> StatisticsAnswer:
        """Reviews, queries, repairs, participation: each beside the year before; nobody is named.

        `GET /statistics`
        """
        request = Request("GET", "/statistics", query={"from": from_, "to": to})
        answer: StatisticsAnswer = self._json(request)
        return answer
