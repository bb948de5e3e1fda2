"""消息 Messages.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from credit_window_client.answers import Paged
from credit_window_client.group import Group
from credit_window_client.requests import Request, new_key
from credit_window_client.schemas.messages import NoticeAnswer, NoticesAnswer, ReadAnswer


class MessagesOperations(Group):
    """`client.messages`: its operations."""

    def list(
        self, *, cursor: str | None = None, limit: int | None = None
    ) -> Paged[NoticeAnswer, NoticesAnswer]:
        """The caller's messages, newest first.

        `GET /messages`
        """
        request = Request("GET", "/messages", query={"cursor": cursor, "limit": limit})
        return self._paged(request, "items")

    def mark_read(self, *, id: int | None = None, idempotency_key: str | None = None) -> ReadAnswer:
        """Mark one message as read, or all of them.

        `POST /messages/read`
        """
        request = Request(
            "POST", "/messages/read", json={"id": id}, key=idempotency_key or new_key()
        )
        answer: ReadAnswer = self._json(request)
        return answer
