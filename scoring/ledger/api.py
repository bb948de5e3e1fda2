"""REST of the ledger: enter, approve, refuse, reverse, and a member's statement."""

from typing import Any
from uuid import UUID

from scoring.communities.models import Member
from scoring.communities.scope import NUMBERS, community_here, member_here
from scoring.ledger import service
from scoring.ledger.models import Claim, Source
from scoring.ledger.present import present_claim, present_line, present_statement
from scoring.ledger.reading import days_of, lines_of, statement
from scoring.ledger.reads import log_statement
from scoring.ledger.refusals import NewEntry
from scoring.ledger.schemas import (
    ClaimAnswer,
    EntryRequest,
    LineAnswer,
    ReasonRequest,
    StatementAnswer,
    StatementArguments,
)
from scoring.ledger.scope import claim_here, entry_here
from scoring.ledger.versions import item_then
from service import clock
from service.access import allow
from service.api.errors import say
from service.api.idempotency import idempotent
from service.api.shell import api_blueprint
from service.database import db

blueprint = api_blueprint("ledger_api", __name__, "社区积分 Community points")


@blueprint.post("/communities/<code>/entries")
@allow("points.enter")
@idempotent
@blueprint.arguments(EntryRequest)
@blueprint.response(201, ClaimAnswer)
@blueprint.doc(operationId="communities.enter")
def enter(body: dict[str, Any], code: str) -> Any:
    """Enter an award. `state` is `pending` where a second person must approve it first."""
    community = community_here(code, "points.enter")
    claim = service.enter(
        NewEntry(
            community_code=community.code,
            member_number=NUMBERS.tidy(body["member"]) or body["member"],
            item_code=body["item"],
            quantity=body["quantity"],
            done_on=body["done_on"] or clock.today(),
            chosen_points=body["points"],
            evidence=body["evidence"],
            event_id=body["event_id"],
            source=Source.api,
        )
    )
    return _told(claim), 201


@blueprint.post("/entries/<uuid:entry_id>/approve")
@allow("points.approve")
@idempotent
@blueprint.response(200, ClaimAnswer)
def approve(entry_id: UUID) -> Any:
    """Approve what another manager, or a resident at an event, has entered."""
    claim = claim_here(entry_id, "points.approve")
    service.approve(claim.id)
    return _told(claim)


@blueprint.post("/entries/<uuid:entry_id>/refuse")
@allow("points.approve")
@idempotent
@blueprint.arguments(ReasonRequest)
@blueprint.response(200, ClaimAnswer)
def refuse(body: dict[str, Any], entry_id: UUID) -> Any:
    """Refuse it, saying why; the member reads the reason in the statement."""
    claim = claim_here(entry_id, "points.approve")
    service.refuse(claim.id, body["reason"])
    return _told(claim)


@blueprint.post("/entries/<uuid:entry_id>/reverse")
@allow("points.approve")
@idempotent
@blueprint.arguments(ReasonRequest)
@blueprint.response(201, LineAnswer)
def reverse(body: dict[str, Any], entry_id: UUID) -> Any:
    """Take an award back by an entry of its own; the answer is that entry, explained."""
    entry = entry_here(entry_id, "points.approve")
    undone = service.reverse(entry.id, body["reason"], Source.api)
    return present_line(lines_of(db.session(), [undone])[0], say), 201


@blueprint.get("/members/<number>/statement")
@allow("points.statement")
@blueprint.arguments(StatementArguments, location="query")
@blueprint.response(200, StatementAnswer)
def read_statement(arguments: dict[str, Any], number: str) -> Any:
    """Every entry of a member in some days, explained; this year so far by default."""
    member = member_here(number, "points.statement")
    first, last = days_of(arguments["first"], arguments["last"])
    told = statement(member, first, last)
    log_statement(member, "api", f"{first}/{last}")
    return present_statement(member, told, say)


def _told(claim: Claim) -> dict[str, Any]:
    session = db.session()
    member = session.get_one(Member, claim.member_id)
    item = item_then(session, claim.catalogue_id, claim.item_code)
    return present_claim(claim, item, member.number, say)
