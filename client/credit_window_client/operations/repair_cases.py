"""信用修复 Credit repair.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from credit_window_client.answers import Download, Paged
from credit_window_client.forms import File
from credit_window_client.group import Group
from credit_window_client.requests import Day, Request, address, new_key
from credit_window_client.schemas.repair_cases import (
    Authorisation,
    BulkAnswer,
    CaseAnswer,
    CasesAnswer,
    CaseSummary,
    DocumentAnswer,
    DocumentsAnswer,
)


class RepairCasesOperations(Group):
    """`client.repair_cases`: its operations."""

    def list(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        view: Literal["all", "mine"] | None = None,
        case_type: Literal["penalty", "serious_list", "abnormal_list", "bankruptcy", "revocation"]
        | None = None,
        state: str | None = None,
        open: bool | None = None,
        overdue: bool | None = None,
        code: str | None = None,
        record: int | None = None,
    ) -> Paged[CaseSummary, CasesAnswer]:
        """The cases the caller may see, newest first; or those whose turn it is, first due on top.

        `GET /repair-cases`
        """
        request = Request(
            "GET",
            "/repair-cases",
            query={
                "cursor": cursor,
                "limit": limit,
                "view": view,
                "case_type": case_type,
                "state": state,
                "open": open,
                "overdue": overdue,
                "code": code,
                "record": record,
            },
        )
        return self._paged(request, "items")

    def create(
        self,
        *,
        records: Sequence[int],
        case_type: Literal["penalty", "serious_list", "abnormal_list", "bankruptcy"] | None = None,
        authorisation: Authorisation | None = None,
        by_administrator: bool | None = None,
        performed_on: Day | None = None,
        idempotency_key: str | None = None,
    ) -> CaseAnswer:
        """Ask for a repair. What stands against it is told all at once, with the first possible day.

        `POST /repair-cases`
        """
        request = Request(
            "POST",
            "/repair-cases",
            json={
                "records": records,
                "case_type": case_type,
                "authorisation": authorisation,
                "by_administrator": by_administrator,
                "performed_on": performed_on,
            },
            key=idempotency_key or new_key(),
        )
        answer: CaseAnswer = self._json(request)
        return answer

    def get(self, number: str) -> CaseAnswer:
        """One case with the actions open to the caller and its clocks day by day.

        `GET /repair-cases/{number}`
        """
        request = Request("GET", address("/repair-cases/{}", number))
        answer: CaseAnswer = self._json(request)
        return answer

    def act(
        self,
        number: str,
        action: str,
        *,
        reason: str | None = None,
        fields: Mapping[str, Any] | None = None,
        version: int | None = None,
        idempotency_key: str | None = None,
    ) -> CaseAnswer:
        """Take one action. A refusal is 409 with the state and the actions open to the caller.

        `POST /repair-cases/{number}/actions/{action}`
        """
        request = Request(
            "POST",
            address("/repair-cases/{}/actions/{}", number, action),
            json={"reason": reason, "fields": fields, "version": version},
            key=idempotency_key or new_key(),
        )
        answer: CaseAnswer = self._json(request)
        return answer

    def act_on_many(
        self,
        action: str,
        *,
        numbers: Sequence[str],
        reason: str | None = None,
        fields: Mapping[str, Any] | None = None,
        idempotency_key: str | None = None,
    ) -> BulkAnswer:
        """The same action on many cases, each by itself: each has its own answer.

        `POST /repair-cases/actions/{action}`
        """
        request = Request(
            "POST",
            address("/repair-cases/actions/{}", action),
            json={"reason": reason, "fields": fields, "numbers": numbers},
            key=idempotency_key or new_key(),
        )
        answer: BulkAnswer = self._json(request)
        return answer

    def open_revocation(
        self, number: str, *, concern: str, idempotency_key: str | None = None
    ) -> CaseAnswer:
        """Take up a repair of the caller's unit that may rest on false grounds; the party is heard.

        `POST /repair-cases/{number}/revocation`
        """
        request = Request(
            "POST",
            address("/repair-cases/{}/revocation", number),
            json={"concern": concern},
            key=idempotency_key or new_key(),
        )
        answer: CaseAnswer = self._json(request)
        return answer

    def attachments(self, number: str) -> DocumentsAnswer:
        """What was handed in with a case and not taken back.

        `GET /repair-cases/{number}/attachments`
        """
        request = Request("GET", address("/repair-cases/{}/attachments", number))
        answer: DocumentsAnswer = self._json(request)
        return answer

    def attach(
        self,
        number: str,
        *,
        kind: Literal[
            "performance_proof",
            "commitment",
            "identity",
            "authorisation",
            "court_ruling",
            "statement",
            "evidence",
            "review_answer",
            "other",
        ],
        file: File,
        record_id: int | None = None,
        idempotency_key: str | None = None,
    ) -> DocumentAnswer:
        """Hand in a document. Its type is told by its content; what cannot be kept is refused.

        `POST /repair-cases/{number}/attachments`
        """
        request = Request(
            "POST",
            address("/repair-cases/{}/attachments", number),
            form={"kind": kind, "record_id": record_id, "file": file},
            key=idempotency_key or new_key(),
        )
        answer: DocumentAnswer = self._json(request)
        return answer

    def attachment(self, number: str, document_id: str) -> Download:
        """The content of a document, as a file to save; the read is logged.

        `GET /repair-cases/{number}/attachments/{document_id}`
        """
        request = Request("GET", address("/repair-cases/{}/attachments/{}", number, document_id))
        return self._download(request)

    def withdraw_attachment(
        self, number: str, document_id: str, *, idempotency_key: str | None = None
    ) -> None:
        """Take a document back before it is submitted; its content is erased.

        `POST /repair-cases/{number}/attachments/{document_id}/withdraw`
        """
        request = Request(
            "POST",
            address("/repair-cases/{}/attachments/{}/withdraw", number, document_id),
            key=idempotency_key or new_key(),
        )
        self._nothing(request)

    def letter_pdf(self, number: str, letter: str) -> Download:
        """A notice or decision, signed; the read is logged.

        `GET /repair-cases/{number}/letters/{letter}.pdf`
        """
        request = Request("GET", address("/repair-cases/{}/letters/{}.pdf", number, letter))
        return self._download(request)

    def commitment_pdf(self, number: str, *, record_id: int | None = None) -> Download:
        """The form of the commitment for one record, to be signed, sealed and handed in.

        `GET /repair-cases/{number}/commitment.pdf`
        """
        request = Request(
            "GET",
            address("/repair-cases/{}/commitment.pdf", number),
            query={"record_id": record_id},
        )
        return self._download(request)
