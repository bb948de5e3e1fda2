"""消息 Messages.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from typing import NotRequired, TypedDict, final


@final
class NoticeAnswer(TypedDict):
    id: NotRequired[int]
    kind: NotRequired[str]
    subject: NotRequired[str]
    body: NotRequired[str]
    link: NotRequired[str]
    created_at: NotRequired[str]
    read_at: NotRequired[str | None]


@final
class NoticesAnswer(TypedDict):
    unread: NotRequired[int]
    items: NotRequired[list[NoticeAnswer]]
    next_cursor: NotRequired[str | None]


@final
class ReadAnswer(TypedDict):
    marked: NotRequired[int]
