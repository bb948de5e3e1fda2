"""信用记录 Records.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from credit_window_client.group import Group
from credit_window_client.requests import Request, new_key
from credit_window_client.schemas.subject_matches import MatchAnswer


class SubjectMatchesOperations(Group):
    """`client.subject_matches`: its operations."""

    def create(
        self,
        *,
        named_subject_id: int,
        subject_id: int,
        same: bool,
        reason: str,
        idempotency_key: str | None = None,
    ) -> MatchAnswer:
        """Say whether a subject known by name alone is a given subject.

        `POST /subject-matches`
        """
        request = Request(
            "POST",
            "/subject-matches",
            json={
                "named_subject_id": named_subject_id,
                "subject_id": subject_id,
                "same": same,
                "reason": reason,
            },
            key=idempotency_key or new_key(),
        )
        answer: MatchAnswer = self._json(request)
        return answer
