"""异议 Objections.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from collections.abc import Mapping
from typing import Any, Literal

from credit_window_client.answers import Download, Paged
from credit_window_client.forms import File
from credit_window_client.group import Group
from credit_window_client.requests import Request, address, new_key
from credit_window_client.schemas.objections import (
    CreditObjectionAnswer,
    CreditObjectionsAnswer,
    CreditObjectionSummary,
    WindowVisitor,
)
from credit_window_client.schemas.repair_cases import DocumentAnswer, DocumentsAnswer


class ObjectionsOperations(Group):
    """`client.objections`: its operations."""

    def list(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        view: Literal["all", "mine"] | None = None,
        case_type: Literal["record_objection", "check_objection", "repair_objection"] | None = None,
        state: str | None = None,
        open: bool | None = None,
        overdue: bool | None = None,
    ) -> Paged[CreditObjectionSummary, CreditObjectionsAnswer]:
        """The objections the caller may see, newest first; or those whose turn it is, by due day.

        `GET /objections`
        """
        request = Request(
            "GET",
            "/objections",
            query={
                "cursor": cursor,
                "limit": limit,
                "view": view,
                "case_type": case_type,
                "state": state,
                "open": open,
                "overdue": overdue,
            },
        )
        return self._paged(request, "items")

    def create(
        self,
        *,
        topic: Literal["record", "check", "repair"],
        reference: str,
        ground: Literal[
            "content_wrong",
            "omission",
            "not_mine",
            "past_retention",
            "wrongly_listed",
            "not_removed",
            "result_wrong",
            "repair_refused",
            "repair_not_carried_out",
        ],
        statement: str,
        wanted: str | None = None,
        authorisation: WindowVisitor | None = None,
        idempotency_key: str | None = None,
    ) -> CreditObjectionAnswer:
        """Object to a record, a check result or a repair outcome; it is marked at once.

        `POST /objections`
        """
        request = Request(
            "POST",
            "/objections",
            json={
                "topic": topic,
                "reference": reference,
                "ground": ground,
                "statement": statement,
                "wanted": wanted,
                "authorisation": authorisation,
            },
            key=idempotency_key or new_key(),
        )
        answer: CreditObjectionAnswer = self._json(request)
        return answer

    def get(self, number: str) -> CreditObjectionAnswer:
        """One objection with the actions open to the caller and its clocks day by day.

        `GET /objections/{number}`
        """
        request = Request("GET", address("/objections/{}", number))
        answer: CreditObjectionAnswer = self._json(request)
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
    ) -> CreditObjectionAnswer:
        """Take one action. A refusal is 409 with the state and the actions open to the caller.

        `POST /objections/{number}/actions/{action}`
        """
        request = Request(
            "POST",
            address("/objections/{}/actions/{}", number, action),
            json={"reason": reason, "fields": fields, "version": version},
            key=idempotency_key or new_key(),
        )
        answer: CreditObjectionAnswer = self._json(request)
        return answer

    def attachments(self, number: str) -> DocumentsAnswer:
        """What was handed in with an objection and not taken back.

        `GET /objections/{number}/attachments`
        """
        request = Request("GET", address("/objections/{}/attachments", number))
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
        """Hand in evidence, or at the window the paper of a review.

        `POST /objections/{number}/attachments`
        """
        request = Request(
            "POST",
            address("/objections/{}/attachments", number),
            form={"kind": kind, "record_id": record_id, "file": file},
            key=idempotency_key or new_key(),
        )
        answer: DocumentAnswer = self._json(request)
        return answer

    def attachment(self, number: str, document_id: str) -> Download:
        """The content of a document, as a file to save; the read is logged.

        `GET /objections/{number}/attachments/{document_id}`
        """
        request = Request("GET", address("/objections/{}/attachments/{}", number, document_id))
        return self._download(request)

    def letter_pdf(self, number: str, letter: str) -> Download:
        """A notice or answer, signed; the read is logged.

        `GET /objections/{number}/letters/{letter}.pdf`
        """
        request = Request("GET", address("/objections/{}/letters/{}.pdf", number, letter))
        return self._download(request)
