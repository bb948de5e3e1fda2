"""社区积分 Community points.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from credit_window_client.group import Group
from credit_window_client.requests import Request, address, new_key
from credit_window_client.schemas.communities import ClaimAnswer
from credit_window_client.schemas.entries import ObjectionAnswer
from credit_window_client.schemas.members import LineAnswer


class EntriesOperations(Group):
    """`client.entries`: its operations."""

    def approve(self, entry_id: str, *, idempotency_key: str | None = None) -> ClaimAnswer:
        """Approve what another manager, or a resident at an event, has entered.

        `POST /entries/{entry_id}/approve`
        """
        request = Request(
            "POST", address("/entries/{}/approve", entry_id), key=idempotency_key or new_key()
        )
        answer: ClaimAnswer = self._json(request)
        return answer

    def refuse(
        self, entry_id: str, *, reason: str, idempotency_key: str | None = None
    ) -> ClaimAnswer:
        """Refuse it, saying why; the member reads the reason in the statement.

        `POST /entries/{entry_id}/refuse`
        """
        request = Request(
            "POST",
            address("/entries/{}/refuse", entry_id),
            json={"reason": reason},
            key=idempotency_key or new_key(),
        )
        answer: ClaimAnswer = self._json(request)
        return answer

    def reverse(
        self, entry_id: str, *, reason: str, idempotency_key: str | None = None
    ) -> LineAnswer:
        """Take an award back by an entry of its own; the answer is that entry, explained.

        `POST /entries/{entry_id}/reverse`
        """
        request = Request(
            "POST",
            address("/entries/{}/reverse", entry_id),
            json={"reason": reason},
            key=idempotency_key or new_key(),
        )
        answer: LineAnswer = self._json(request)
        return answer

    def object_to(
        self, entry_id: str, *, grounds: str, idempotency_key: str | None = None
    ) -> ObjectionAnswer:
        """Object to an entry of one's own. What stands against it is told all at once.

        `POST /entries/{entry_id}/objections`
        """
        request = Request(
            "POST",
            address("/entries/{}/objections", entry_id),
            json={"grounds": grounds},
            key=idempotency_key or new_key(),
        )
        answer: ObjectionAnswer = self._json(request)
        return answer
