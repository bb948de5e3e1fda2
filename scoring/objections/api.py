"""REST of objections: making one. How it goes on is told by the desk's own addresses."""

from typing import Any
from uuid import UUID

from scoring.objections.reading import rows_of
from scoring.objections.schemas import ObjectionAnswer, ObjectionRequest
from scoring.objections.service import object_to
from service.access import allow
from service.api.errors import say
from service.api.idempotency import idempotent
from service.api.shell import api_blueprint

blueprint = api_blueprint("objections_api", __name__, "积分异议 Objections to points entries")


@blueprint.post("/entries/<uuid:entry_id>/objections")
@allow("points.object")
@idempotent
@blueprint.arguments(ObjectionRequest)
@blueprint.response(201, ObjectionAnswer)
@blueprint.doc(operationId="entries.object_to")
def create(body: dict[str, Any], entry_id: UUID) -> Any:
    """Object to an entry of one's own. What stands against it is told all at once."""
    [row] = rows_of([object_to(entry_id, body["grounds"])])
    number = row.objection.case_number
    return {
        "number": number,
        "entry": row.objection.entry_id,
        "title": say(row.title),
        "state": row.objection.state,
        "state_name": say(row.standing.state),
        "due_on": row.standing.due_on,
        "provisional": row.standing.provisional,
        "made_at": row.objection.made_at,
        "href": f"/api/v1/entry-objections/{number}",
        "page": row.standing.page,
    }
