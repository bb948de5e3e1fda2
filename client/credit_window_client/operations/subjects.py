"""信用记录 Records.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from credit_window_client.group import Group
from credit_window_client.requests import Request, address, new_key
from credit_window_client.schemas.subjects import SubjectAnswer


class SubjectsOperations(Group):
    """`client.subjects`: its operations."""

    def confirm(self, subject_id: int, *, idempotency_key: str | None = None) -> SubjectAnswer:
        """Confirm a code that fails its check digit but is the one on the licence.

        `POST /subjects/{subject_id}/confirm`
        """
        request = Request(
            "POST", address("/subjects/{}/confirm", subject_id), key=idempotency_key or new_key()
        )
        answer: SubjectAnswer = self._json(request)
        return answer
