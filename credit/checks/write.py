"""Writes decisions down as checks, one or thousands, each with its entry in the query log."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.attributes import instance_dict

from credit.checks.decide import Decision
from credit.checks.lookup import Applicant
from credit.checks.models import BasisKind, Check
from credit.checks.numbers import new_number
from credit.rules.assessment import ENGINE_VERSION
from credit.rules.facts import canonical_json, facts_to_json
from service import audit
from service.audit import Actor, QueryRead
from service.database import table_of
from service.private import mask_name, mask_number

FIELDS_READ = ("on_file", "records", "outcome")
"""What a check returns of the subject's data, as the query log names it."""
RESULT = ("number", "outcome", "on_file", "hold_reasons", "points", "snapshot")
"""Columns that are the answer of a check."""

_CHECK = table_of(Check)
_NEW = {"disputed": False}
_EMPTY = dict.fromkeys(_CHECK.c.keys()) | _NEW
"""The columns of a check that nothing has happened to yet."""
_INSERT = audit.with_entries(insert(_CHECK).returning(_CHECK.c.id))


@dataclass(frozen=True)
class Request:
    """What is the same for every check of one call or one batch."""

    purpose: str
    basis_kind: BasisKind
    basis_reference: str
    as_of: date
    rule_set_id: int
    actor: Actor
    at: datetime
    day: date
    """The day at the office, for the number."""


def check_values(
    request: Request,
    one: Applicant,
    decision: Decision,
    subject_id: int | None,
    *,
    supersedes_id: int | None = None,
) -> dict[str, Any]:
    """The columns of one check. Private columns are still plain text; the types seal them."""
    identifier = one.identifier
    organisation = identifier.subject_kind != "natural_person"
    return {
        "number": new_number(request.day),
        "purpose": str(request.purpose),
        "subject_id": subject_id,
        "subject_kind": str(identifier.subject_kind),
        "id_type": str(identifier.id_type),
        "id_index": one.id_index,
        "id_sealed": identifier.number,
        "id_mask": identifier.number if organisation else mask_number(identifier.number),
        "name_sealed": one.name,
        "name_mask": one.name if organisation else mask_name(one.name),
        "basis_kind": str(request.basis_kind),
        "basis_reference": request.basis_reference,
        "as_of": request.as_of,
        "rule_set_id": request.rule_set_id,
        "outcome": str(decision.outcome),
        "on_file": decision.on_file,
        "points": decision.assessment.points,
        "hold_reasons": [str(hold) for hold in decision.holds],
        "snapshot": snapshot_of(decision),
        "engine": str(ENGINE_VERSION),
        "batch_id": None,
        "batch_row": None,
        "supersedes_id": supersedes_id,
        "created_by": request.actor.name,
        "created_by_id": request.actor.id or None,
        "created_at": request.at,
    }


def insert_check(session: Session, values: dict[str, Any], channel: str) -> Check:
    """Write one check (the values `check_values` made) with its entries in query log and trail.

    It belongs to the session like any other, and is not read back, which would unseal and parse
    what we have in hand.
    """
    check = Check()
    # As if loaded: setting attribute by attribute would note each as a change.
    columns = instance_dict(check)
    columns.update({**_EMPTY, **values})
    told = {"outcome": check.outcome, "purpose": check.purpose}
    columns["id"] = audit.insert_with_entries(
        _INSERT,
        _NEW | values,
        look_at(check, FIELDS_READ, told=result_hash(values), channel=channel),
        audit.Deed("check.made", "check", check.number, told),
    ).scalar_one()
    make_transient_to_detached(check)
    session.add(check)
    return check


def snapshot_of(decision: Decision) -> dict[str, Any] | None:
    """Facts and assessment as they are frozen; None where there was no fact."""
    if not decision.facts:
        return None
    return {
        "facts": facts_to_json(decision.facts),
        "assessment": decision.assessment.to_json(),
    }


def result_hash(values: dict[str, Any]) -> bytes:
    """Digest of what was answered, for the query log: SHA-256 over the columns in `RESULT`."""
    told = {name: values[name] for name in RESULT}
    told["points"] = f"{values['points']:.2f}"  # alike before and after it was stored
    return hashlib.sha256(canonical_json(told).encode()).digest()


def look_at(
    check: Check, fields: tuple[str, ...], *, told: bytes = b"", channel: str = "page"
) -> QueryRead:
    """The query-log entry of a look at a check, on the basis on which it was made.

    `told` is the digest of what was shown, `fields` what of it is the subject's.
    """
    return QueryRead(
        basis_kind=check.basis_kind,
        basis_reference=check.basis_reference,
        purpose=check.purpose,
        subject_index=check.id_index,
        subject_kind=check.subject_kind,
        fields=fields,
        result_hash=told,
        channel=channel,
        object_ref=check.number,
    )


def result_hash_of(check: Check) -> bytes:
    """The same digest of a check as it is stored."""
    return result_hash({name: getattr(check, name) for name in RESULT})
