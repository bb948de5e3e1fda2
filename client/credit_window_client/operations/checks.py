"""信用核查 Credit checks.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from collections.abc import Sequence
from typing import Literal

from credit_window_client.answers import Download
from credit_window_client.group import Group
from credit_window_client.requests import Day, Request, address, new_key
from credit_window_client.schemas.checks import Basis, CheckAnswer, Subject


class ChecksOperations(Group):
    """`client.checks`: its operations."""

    def create(
        self,
        *,
        purpose: Literal["school_admission", "residence_registration", "enterprise_review"],
        subject: Subject,
        basis: Basis,
        as_of: Day | None = None,
        idempotency_key: str | None = None,
    ) -> CheckAnswer:
        """Check one subject. A negative or held result waits for a reviewer.

        `POST /checks`
        """
        request = Request(
            "POST",
            "/checks",
            json={"purpose": purpose, "subject": subject, "basis": basis, "as_of": as_of},
            key=idempotency_key or new_key(),
        )
        answer: CheckAnswer = self._json(request)
        return answer

    def get(self, number: str) -> CheckAnswer:
        """A check as it was frozen.

        `GET /checks/{number}`
        """
        request = Request("GET", address("/checks/{}", number))
        answer: CheckAnswer = self._json(request)
        return answer

    def confirm(
        self,
        number: str,
        *,
        note: str | None = None,
        identity_confirmed: bool | None = None,
        own_records: Sequence[int] | None = None,
        idempotency_key: str | None = None,
    ) -> CheckAnswer:
        """Confirm a negative result, or answer what held a check (then a new check replaces it).

        `POST /checks/{number}/confirm`
        """
        request = Request(
            "POST",
            address("/checks/{}/confirm", number),
            json={
                "note": note,
                "identity_confirmed": identity_confirmed,
                "own_records": own_records,
            },
            key=idempotency_key or new_key(),
        )
        answer: CheckAnswer = self._json(request)
        return answer

    def recheck(self, number: str, *, idempotency_key: str | None = None) -> CheckAnswer:
        """Check the same subject again by today's data; once final, it supersedes this check.

        `POST /checks/{number}/recheck`
        """
        request = Request(
            "POST", address("/checks/{}/recheck", number), key=idempotency_key or new_key()
        )
        answer: CheckAnswer = self._json(request)
        return answer

    def certificate_pdf(self, number: str) -> Download:
        """The signed certificate of a final result.

        `GET /checks/{number}/certificate.pdf`
        """
        request = Request("GET", address("/checks/{}/certificate.pdf", number))
        return self._download(request)
