"""办件统计 Case figures.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from credit_window_client.group import Group
from credit_window_client.requests import Day, Request
from credit_window_client.schemas.case_figures import CaseFiguresAnswer


class CaseFiguresOperations(Group):
    """`client.case_figures`: its operations."""

    def get(self, *, from_: Day | None = None, to: Day | None = None) -> CaseFiguresAnswer:
        """Load, punctuality, days a step takes and reasons for refusal; no subject is named.

        `GET /case-figures`
        """
        request = Request("GET", "/case-figures", query={"from": from_, "to": to})
        answer: CaseFiguresAnswer = self._json(request)
        return answer
