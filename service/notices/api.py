"""REST of the caller's own messages."""

from typing import Any

from service.access import allow, caller
from service.api.errors import say
from service.api.idempotency import idempotent
from service.api.paging import PageArguments
from service.api.shell import api_blueprint
from service.notices import service
from service.notices.models import Notice
from service.notices.schemas import NoticesAnswer, ReadAnswer, ReadRequest
from service.packed import unpack

blueprint = api_blueprint("notices_api", __name__, "消息 Messages")


@blueprint.get("/messages")
@allow("notices.read")
@blueprint.arguments(PageArguments, location="query")
@blueprint.response(200, NoticesAnswer)
def inbox(page: dict[str, Any]) -> Any:
    """The caller's messages, newest first."""
    rows, following = service.inbox(caller().id, **page)
    return {
        "unread": service.unread(caller().id),
        "items": [_present(row) for row in rows],
        "next_cursor": following,
    }


@blueprint.post("/messages/read")
@allow("notices.read")
@idempotent
@blueprint.arguments(ReadRequest)
@blueprint.response(200, ReadAnswer)
@blueprint.doc(operationId="messages.mark_read")
def read(body: dict[str, Any]) -> Any:
    """Mark one message as read, or all of them."""
    return {"marked": service.mark_read(caller().id, body["id"])}


def _present(row: Notice) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "subject": say(unpack(row.subject)),
        "body": say(unpack(row.body)),
        "link": row.link,
        "created_at": row.created_at,
        "read_at": row.read_at,
    }
