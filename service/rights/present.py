"""What is held about the caller, as the export and the API give it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from service import clock
from service.audit.models import QueryLogEntry
from service.messages import Message
from service.rights.consents import Given, Kind
from service.rights.held import Item, Value
from service.rights.holdings import Told
from service.rights.me import Me
from service.rights.wording import shown

Say = Callable[[Message], str]


def present_all(me: Me, told: list[Told], say: Say) -> dict[str, Any]:
    """Everything that is held, part by part."""
    return {
        "made_at": clock.now().isoformat(),
        "account": {"name": me.account.name, "role": me.account.role.value},
        "subject": present_subject(me),
        "parts": [present_part(one, say) for one in told],
    }


def present_subject(me: Me) -> dict[str, Any] | None:
    """Whom the account is; None where nobody verified it."""
    identity = me.identity
    if identity is None:
        return None
    return {
        "kind": me.kind,
        "name": identity.name,
        "id_type": identity.id_type,
        "id_number": identity.id_mask,
        "verified_at": _plain(identity.verified_at, str),
    }


def present_part(told: Told, say: Say) -> dict[str, Any]:
    """What one part holds."""
    section = told.section
    return {
        "code": told.holding.code,
        "title": say(told.holding.title),
        "why": say(section.why),
        "basis": say(section.basis),
        "count": section.count,
        "complete": section.complete,
        "items": [present_item(item, say) for item in section.items],
    }


def present_item(item: Item, say: Say) -> dict[str, Any]:
    """One thing that is held, with its values by code and by label."""
    return {
        "reference": item.reference,
        "title": _plain(item.title, say),
        "since": _plain(item.since, say),
        "kept_until": _plain(item.kept_until, say),
        "values": [
            {"code": line.code, "label": say(line.label), "value": _plain(line.value, say)}
            for line in item.lines
        ],
        "explanation": [say(one) for one in item.explanation],
    }


def present_look(entry: QueryLogEntry, me: Me, say: Say) -> dict[str, Any]:
    """One look, in words and codes."""
    words = shown(entry, me)
    return {
        "id": str(entry.id),
        "at": entry.at,
        "who": say(words["who"]),
        "own": words["own"],
        "unit": entry.operator_unit,
        "role": entry.operator_role,
        "role_name": say(words["role"]),
        "basis": {
            "kind": entry.basis_kind,
            "name": say(words["basis"]),
            "reference": say(words["reference"]),
        },
        "purpose": entry.purpose,
        "purpose_name": say(words["purpose"]),
        "fields": list(entry.fields),
        "fields_named": say(words["fields"]),
        "channel": entry.channel,
        "outcome": entry.outcome,
        "outcome_name": say(words["outcome_name"]),
        "object_ref": entry.object_ref,
    }


def present_consent(kind: Kind, given: Given, say: Say) -> dict[str, Any]:
    """One consent that stands."""
    return {
        "kind": kind.code,
        "kind_name": say(kind.title),
        "reference": given.reference,
        "title": _plain(given.title, say),
        "text": say(given.text),
        "effect": say(given.effect),
        "since": _plain(given.since, say),
        "until": _plain(given.until, say),
        "withdrawable": given.way is None,
    }


def _plain(value: Value, say: Say) -> str | int | bool | None:
    if isinstance(value, Message):
        return say(value)
    if isinstance(value, datetime):
        return clock.at_office(value).isoformat()
    return value.isoformat() if isinstance(value, date) else value
