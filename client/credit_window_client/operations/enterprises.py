"""信用记录 Records.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import Literal

from credit_window_client.answers import Download, Paged
from credit_window_client.group import Group
from credit_window_client.requests import Request, address, new_key
from credit_window_client.schemas.enterprises import (
    CreditReportAnswer,
    EnterpriseAnswer,
    QueryBasis,
    RecordAnswer,
)


class EnterprisesOperations(Group):
    """`client.enterprises`: its operations."""

    def records(
        self, code: str, *, cursor: str | None = None, limit: int | None = None
    ) -> Paged[RecordAnswer, EnterpriseAnswer]:
        """What is on record about an organisation; an enterprise sees itself alone.

        `GET /enterprises/{code}/records`
        """
        request = Request(
            "GET",
            address("/enterprises/{}/records", code),
            query={"cursor": cursor, "limit": limit},
        )
        return self._paged(request, "records")

    def report(self, code: str) -> CreditReportAnswer:
        """The latest report of an organisation the caller may see. Issue one by POST first.

        `GET /enterprises/{code}/report`
        """
        request = Request("GET", address("/enterprises/{}/report", code))
        answer: CreditReportAnswer = self._json(request)
        return answer

    def issue_report(
        self,
        code: str,
        *,
        basis: QueryBasis | None = None,
        paper: Literal[
            "uscc",
            "resident_id",
            "hmt_residence_permit",
            "foreign_permanent_residence",
            "hm_travel_permit",
            "tw_travel_permit",
            "passport",
        ]
        | None = None,
        id_shown: bool | None = None,
        idempotency_key: str | None = None,
    ) -> CreditReportAnswer:
        """Issue a report of an organisation on a stated basis; it is frozen, signed and logged.

        `POST /enterprises/{code}/report`
        """
        request = Request(
            "POST",
            address("/enterprises/{}/report", code),
            json={"basis": basis, "paper": paper, "id_shown": id_shown},
            key=idempotency_key or new_key(),
        )
        answer: CreditReportAnswer = self._json(request)
        return answer

    def report_pdf(self, code: str) -> Download:
        """The same as a signed PDF.

        `GET /enterprises/{code}/report.pdf`
        """
        request = Request("GET", address("/enterprises/{}/report.pdf", code))
        return self._download(request)
