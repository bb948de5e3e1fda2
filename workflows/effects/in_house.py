"""Looks whether an effect holds in this service itself: the record's status decides here.

Measures follow the status in its own transaction; that none is left applied is looked at too.
"""

from uuid import UUID

from credit.measures.applying import applied_because_of
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
_NO_MEASURE = (Effect.lift_measures, Effect.shield_measures)
"""After these no measure may rest on the record."""


def look(effect_id: UUID) -> Verdict:
    """Whether publicity, queries and checks treat the record as decided; all read its status."""
    effect = db.session.get_one(CaseEffect, effect_id)
    record = db.session.get_one(Record, effect.record_id)
    deed = Effect(effect.effect).deed
    if record.status in _AGAINST[deed] or (deed is Deed.amend and not _amended(record, effect)):
        return Verdict(Kind.failed, "status-not-there")
    if Effect(effect.effect) in _NO_MEASURE and applied_because_of(db.session(), record.id):
        return Verdict(Kind.failed, "measure-still-applied")
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
    asked_on = clock.at_office(effect.requested_at).date().isoformat()
    return bool(told["case"] == effect.message["case"] or told["on"] > asked_on)
