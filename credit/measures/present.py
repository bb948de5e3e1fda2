"""Measures and their applications as the API and the pages show them."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from credit.measures.catalogue import Edition, editions
from credit.measures.figures import MeasureFigures
from credit.measures.models import Measure, MeasureChange
from credit.measures.reading import Seen
from credit.measures.vocabulary import LiftedWhy
from credit.measures.wording import APPLICATION_STATES, CHANGES, KINDS, LIFTED, STATES, cause_text
from service.messages import Message

Say = Callable[[Message], str]

_MEASURE = (
    "number", "kind", "name", "name_en", "content", "legal_basis", "published_url",
    "catalogue_item", "target", "department", "term_months", "valid_from", "valid_to",
    "demonstration", "state", "version", "activated_at", "ended_at",
)  # fmt: skip
_APPLICATION = (
    "id", "state", "proposed_at", "confirmed_by", "confirmed_at", "until", "declined_by",
    "declined_at", "decline_reason", "lifted_at", "lifted_why", "lifted_note", "feedback",
    "feedback_by", "feedback_at",
)  # fmt: skip


def item_name(code: str | None) -> str | None:
    """What an item of the list is called, by the latest edition that has it."""
    found: list[Edition] = [one for one in editions() if one.name_of(code) is not None]
    return found[-1].name_of(code) if found else None


def present_measure(measure: Measure, say: Say) -> dict[str, Any]:
    """One measure of the register."""
    return {
        **{name: getattr(measure, name) for name in _MEASURE},
        "kind_name": say(KINDS[measure.kind]),  # type: ignore[index]
        "state_name": say(STATES[measure.state][1]),  # type: ignore[index]
        "catalogue_item_name": item_name(measure.catalogue_item),
    }


def present_application(seen: Seen, say: Say) -> dict[str, Any]:
    """One application with the measure, the subject and the record it is about."""
    one, measure, subject, record = seen.application, seen.measure, seen.subject, seen.record
    state = APPLICATION_STATES[one.state][1]  # type: ignore[index]
    return {
        **{name: getattr(one, name) for name in _APPLICATION},
        "state_name": say(state),
        "lifted_because": say(LIFTED[LiftedWhy(one.lifted_why)]) if one.lifted_why else None,
        "measure": {
            "number": measure.number,
            "kind": measure.kind,
            "name": measure.name,
            "name_en": measure.name_en,
            "department": measure.department,
        },
        "subject": None
        if subject is None
        else {
            "name": subject.name,
            "kind": subject.kind,
            "code": subject.code,
            "id_mask": subject.id_mask,
        },
        "record": None
        if record is None
        else {
            "id": record.id,
            "kind": record.kind,
            "title": record.title,
            "decision_number": record.decision_number,
            "authority": record.authority,
            "decided_on": record.decided_on,
            "tier": record.tier,
        },
    }


def present_figures(found: MeasureFigures, say: Say) -> dict[str, Any]:
    """The figures of one measure, the reasons of liftings with their names."""
    told = asdict(found)
    told["lifted_by"] = [
        {"why": why, "name": say(LIFTED[LiftedWhy(why)]), "count": count}
        for why, count in found.lifted_by.items()
    ]
    return told


def present_changes(changes: Sequence[MeasureChange], say: Say) -> list[dict[str, Any]]:
    """What happened, in order."""
    return [
        {
            "change": one.change,
            "change_name": say(CHANGES[one.change]),
            "reason": None if (cause := cause_text(one.reason)) is None else say(cause),
            "actor": one.actor,
            "at": one.at,
        }
        for one in changes
    ]
