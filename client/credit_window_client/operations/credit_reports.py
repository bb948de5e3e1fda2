"""信用报告 Credit reports.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from credit_window_client.answers import Download, Paged
from credit_window_client.group import Group
from credit_window_client.requests import Request, address
from credit_window_client.schemas.credit_reports import CreditReportRow, CreditReportsAnswer
from credit_window_client.schemas.enterprises import CreditReportAnswer


class CreditReportsOperations(Group):
    """`client.credit_reports`: its operations."""

    def list(
        self, *, cursor: str | None = None, limit: int | None = None
    ) -> Paged[CreditReportRow, CreditReportsAnswer]:
        """Reports the caller may see, newest first, without what they say.

        `GET /credit-reports`
        """
        request = Request("GET", "/credit-reports", query={"cursor": cursor, "limit": limit})
        return self._paged(request, "items")

    def get(self, number: str) -> CreditReportAnswer:
        """A report as it was issued, as long as all that it tells may still be told.

        `GET /credit-reports/{number}`
        """
        request = Request("GET", address("/credit-reports/{}", number))
        answer: CreditReportAnswer = self._json(request)
        return answer

    def report_pdf(self, number: str) -> Download:
        """The same as a signed PDF.

        `GET /credit-reports/{number}/report.pdf`
        """
        request = Request("GET", address("/credit-reports/{}/report.pdf", number))
        return self._download(request)
