"""Looks whether an effect holds in this service itself: the record's status decides here."""

from uuid import UUID

from credit.records.corrected import RESULT
from credit.records.models import Record, RecordStatus
from service import clock
from service.database import db
from workflows.effects.answers import Kind, Verdict
from workflows.effects.kinds import Deed, Effect
from workflows.effects.models import CaseEffect

_AGAINST = {
    Deed.stop: frozenset({RecordStatus.active, RecordStatus.shielded}),
    Deed.shield: frozenset({RecordStatus.active}),
    Deed.restore: frozenset({RecordStatus.repaired, RecordStatus.shielded}),
    Deed.amend: frozenset[RecordStatus](),
}
"""Statuses in which a record is not yet as it should be."""


def look(effect_id: UUID) -> Verdict:
    """Whether publicity, queries and checks treat the record as decided; all read its status."""
    effect = db.session.get_one(CaseEffect, effect_id)
    record = db.session.get_one(Record, effect.record_id)
    deed = Effect(effect.effect).deed
    if record.status in _AGAINST[deed] or (deed is Deed.amend and not _amended(record, effect)):
        return Verdict(Kind.failed, "status-not-there")
    receipt = {
        "kind": "checked",
        "record": record.id,
        "status": record.status,
        "version": record.version,
        "at": clock.now().isoformat(),
    }
    return Verdict(Kind.confirmed, "confirmed", receipt)


def _amended(record: Record, effect: CaseEffect) -> bool:
    """Whether the record says what the case decided, or what a later one did."""
    told = record.attributes.get(RESULT)
    if told is None:
        return False
    asked_on = effect.message["requested_at"][: len("2026-11-27")]
    return bool(told["case"] == effect.message["case"] or told["on"] > asked_on)
