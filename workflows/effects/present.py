"""Effects as the API and the pages show them."""

from collections.abc import Callable
from typing import Any

from service.messages import Message
from workflows.effects.models import CaseEffect, EffectAttempt
from workflows.effects.receipts import still_proves
from workflows.effects.routing import fields_of
from workflows.effects.wording import EFFECTS, FACT_NAMES, STATES, outcome_words, target_name

Say = Callable[[Message], str]


def present_effect(effect: CaseEffect, say: Say) -> dict[str, Any]:
    """One effect; what it says of the case is what the target is told."""
    error = outcome_words(effect.last_error)
    return {
        "id": effect.id,
        "case": effect.message["case"],
        "record_id": effect.record_id,
        "effect": effect.effect,
        "effect_name": say(EFFECTS[effect.effect]),
        "target": effect.target,
        "target_name": target_name(effect.target),
        "state": effect.state,
        "state_name": say(STATES[effect.state][1]),
        "attempts": effect.attempts,
        "requested_at": effect.requested_at,
        "next_at": effect.next_at,
        "confirmed_at": effect.confirmed_at,
        "confirmed_by": effect.confirmed_by,
        "last_error": effect.last_error,
        "last_error_text": None if error is None else say(error),
        "receipt": effect.receipt,
    }


def present_attempt(attempt: EffectAttempt, say: Say) -> dict[str, Any]:
    """One try, with digests by which both sides can find the very bytes; a retry sent nothing."""
    words = outcome_words(attempt.outcome)
    return {
        "at": attempt.at,
        "outcome": attempt.outcome,
        "outcome_text": "" if words is None else say(words),
        "status": attempt.status,
        "milliseconds": attempt.milliseconds,
        "request_digest": attempt.request_digest.hex(),
        "response_digest": None
        if attempt.response_digest is None
        else attempt.response_digest.hex(),
    }


def present_message(effect: CaseEffect, say: Say) -> list[tuple[str, str, str | None]]:
    """Each field the target is told: what it holds, its name there, its value; in their order."""
    told: dict[str, str | None] = effect.message["fields"]
    named = {field.name: field.fact for field in fields_of(effect.message["mapping"])}
    order = [name for name in named if name in told] or list(told)
    return [(_label(named.get(name), name, say), name, told[name]) for name in order]


def _label(source: str | None, name: str, say: Say) -> str:
    return name if source is None else say(FACT_NAMES[source])


def receipt_number(effect: CaseEffect) -> str | None:
    """The number under which the target (or the clerk's proof) knows it."""
    receipt = effect.receipt or {}
    number = receipt.get("number") or receipt.get("receipt", {}).get("number")
    return None if number is None else str(number)


def receipt_proves(effect: CaseEffect) -> bool | None:
    """Whether a signed receipt still bears its signature; None for proof of another kind."""
    if effect.receipt is None or effect.receipt.get("kind") != "signed":
        return None
    return still_proves(effect.receipt)
