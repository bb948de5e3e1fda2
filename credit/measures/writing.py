"""Writes the history of measures and their applications, with the audit entries beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from credit.measures.models import MeasureChange
from service import audit
from service.database import table_of

_INSERT = insert(table_of(MeasureChange))


@dataclass(frozen=True, slots=True)
class Step:
    """One change of a measure, or of an application of it."""

    measure_id: int
    application_id: int | None
    change: str
    changed: dict[str, Any] = field(default_factory=dict)
    reason: str | None = None


def note(session: Session, steps: Sequence[Step], now: datetime) -> None:
    """Write the steps of one use case into history and audit trail, in its transaction."""
    if not steps:
        return
    actor = audit.current_actor().name
    session.execute(
        _INSERT,
        [
            {
                "measure_id": step.measure_id,
                "application_id": step.application_id,
                "change": step.change,
                "changed": step.changed,
                "reason": step.reason or None,
                "actor": actor,
                "at": now,
            }
            for step in steps
        ],
    )
    audit.record_many(map(_deed, steps))


def _deed(step: Step) -> audit.Deed:
    if step.application_id is None:
        return audit.Deed(f"measures.{step.change}", "measure", str(step.measure_id))
    told = {"measure": step.measure_id, **step.changed}
    return audit.Deed(
        f"measures.{step.change}", "measure_application", str(step.application_id), told
    )
