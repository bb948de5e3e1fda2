"""Claims, entries and statements as the API tells them."""

from collections.abc import Callable
from typing import Any

from scoring.catalogue.table import Item
from scoring.catalogue.wording import name_of, plain, unit_name
from scoring.communities.called import called
from scoring.communities.models import Member
from scoring.ledger.explain import KIND_NAMES, STATE_NAMES, sentences, why_capped
from scoring.ledger.lines import Line, Statement, Sums
from scoring.ledger.models import Claim, ClaimState, Kind
from service.messages import Message
from service.web.people import load_people

Say = Callable[[Message], str]


def present_claim(claim: Claim, item: Item, member_number: str, say: Say) -> dict[str, Any]:
    """A claim with its item as its catalogue called it then."""
    note = why_capped(claim, item)
    return {
        "id": claim.id,
        "state": claim.state,
        "state_name": say(STATE_NAMES[ClaimState(claim.state)]),
        "member": member_number,
        "dimension": claim.dimension,
        "item": claim.item_code,
        "item_name": say(name_of(item)),
        "quantity": plain(claim.quantity),
        "unit": say(unit_name(item.unit)),
        "points": claim.points,
        "worth": claim.worth,
        "note": say(note) if note else None,
        "two_person": claim.two_person,
        "done_on": claim.done_on,
        "event_id": claim.event_id,
        "entered_by": claim.entered_by,
        "entered_at": claim.entered_at,
        "decided_by": claim.decided_by,
        "reason": claim.reason,
    }


def present_line(line: Line, say: Say) -> dict[str, Any]:
    """An entry with its explanation."""
    entry, item = line.entry, line.item
    return {
        "id": entry.id,
        "kind": entry.kind,
        "kind_name": say(KIND_NAMES[Kind(entry.kind)]),
        "dimension": entry.dimension,
        "item": entry.item_code,
        "item_name": say(name_of(item)) if item else None,
        "quantity": None if entry.quantity is None else plain(entry.quantity),
        "honour": entry.honour,
        "spendable": entry.spendable,
        "left": line.left,
        "expires_on": entry.expires_on,
        "done_on": entry.done_on,
        "posted_on": entry.posted_on,
        "event_id": entry.event_id,
        "entered_by": entry.entered_by,
        "approved_by": entry.approved_by,
        "evidence": line.claim.evidence if line.claim else None,
        "of_entry": entry.of_entry_id,
        "of_award": entry.origin_id,
        "reversed_by": line.reversal.id if line.reversal else None,
        "explanation": [say(sentence) for sentence in sentences(line, called)],
    }


def present_statement(member: Member, told: Statement, say: Say) -> dict[str, Any]:
    """A whole statement."""
    load_people(
        name for line in told.lines for name in (line.entry.entered_by, line.entry.approved_by)
    )
    return {
        "member": member.number,
        "first": told.first,
        "last": told.last,
        "before": _sums(told.before),
        "after": _sums(told.after),
        "entries": [present_line(line, say) for line in told.lines],
        "claims": [
            present_claim(
                claim, told.items[(claim.catalogue_id, claim.item_code)], member.number, say
            )
            for claim in told.claims
        ],
    }


def _sums(sums: Sums) -> dict[str, int]:
    return {"honour": sums.honour, "spendable": sums.spendable}
