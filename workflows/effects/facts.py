"""The facts a message to a target may be made of. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from credit.records.corrected import CORRECTION, SUPPLEMENTS
from credit.records.models import Record
from workflows.effects.kinds import Deed, Effect
from workflows.engine.models import CaseFile


@dataclass(frozen=True, slots=True)
class Matter:
    """One effect on one record by one case, before any target is thought of."""

    case: CaseFile
    record: Record
    effect: Effect
    decided_on: date


def _amendment(matter: Matter) -> str | None:
    """What was corrected, old and new, and what was added; None for what is no amendment."""
    if matter.effect.deed is not Deed.amend:
        return None
    attributes = matter.record.attributes
    corrected = [
        f"{name}: {wrong or ''} → {right or ''}"
        for name, (wrong, right) in sorted(attributes.get(CORRECTION, {}).items())
    ]
    added = [one["text"] for one in attributes.get(SUPPLEMENTS, [])]
    return "; ".join([*corrected, *added])


FACTS: Mapping[str, Callable[[Matter], Any]] = {
    "effect.code": lambda matter: matter.effect,
    "case.number": lambda matter: matter.case.number,
    "case.type": lambda matter: matter.case.case_type,
    "case.authority": lambda matter: matter.case.authority,
    "case.decided_on": lambda matter: matter.decided_on,
    "subject.name": lambda matter: matter.case.subject_name,
    "subject.code": lambda matter: matter.case.subject_code,
    "record.kind": lambda matter: matter.record.kind,
    "record.title": lambda matter: matter.record.title,
    "record.decision_number": lambda matter: matter.record.decision_number,
    "record.decided_on": lambda matter: matter.record.decided_on,
    "record.authority": lambda matter: matter.record.authority,
    "record.authority_code": lambda matter: matter.record.authority_code,
    "record.amendment": _amendment,
}
"""Name in `targets.yaml` -> where it is read. Nothing about a natural person is among them."""


def fact(name: str, matter: Matter) -> str | None:
    """A fact as text; days are ISO dates, unknown is None."""
    value = FACTS[name](matter)
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else str(value)
