"""Answers as the API and the pages show them."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from credit.measures.applying import Applying
from credit.queries.answering import Answered, Denied, Result
from credit.queries.calls import Call, Counts, Faulty
from credit.queries.consent import REMEDIES, SENTENCES
from credit.queries.disclosure import LEGEND, NOTHING, Disclosed, Mark, legend_of
from credit.queries.models import Basis, Channel, CreditQuery, QueryAuthorisation
from credit.queries.purposes import FIELDS, QueryPurpose
from credit.subjects.identifiers import SubjectKind
from service.messages import Message, named
from service.private import mask_name, mask_number

Say = Callable[[Message], str]


def present_head(call: Call) -> dict[str, Any]:
    """What is the same for every subject of a call."""
    return {
        "number": call.number,
        "purpose": call.purpose.code,
        "basis": {"kind": str(call.basis), "reference": call.reference},
        "asked_at": call.at.isoformat(),
    }


def present_legend(marks: Iterable[Mark], say: Say) -> list[dict[str, str]]:
    """What the marks mean."""
    return [{"mark": str(mark), "meaning": say(LEGEND[mark])} for mark in marks]


def marks_of(one: Answered) -> list[Mark]:
    """The marks that stand in one answer."""
    return legend_of([*one.records, *one.honours])


def present_result(result: Result, call: Call, say: Say) -> dict[str, Any]:
    """One line of an answer: what is told, or why nothing is."""
    place = {"index": result.index, "number": call.number}
    if isinstance(result, Answered):
        return place | present_answer(result, say)
    if isinstance(result, Denied):
        problem = {
            "code": str(result.reason),
            "message": say(SENTENCES[result.reason]),
            "remedy": say(REMEDIES[result.reason]),
        }
        return place | {"problem": problem}
    return place | {"problem": _fault(result, say)}


def present_answer(one: Answered, say: Say) -> dict[str, Any]:
    """What is told about one subject."""
    return {
        "on_file": one.found is not None,
        "subject": about(one),
        "records": [present_record(each, say) for each in one.records],
        "adverse": one.adverse,
        "honours": [present_record(each, say) for each in one.honours],
        "measures": [present_measure(each, say) for each in one.measures],
        "statement": say(NOTHING) if one.nothing else None,
    }


def present_for_page(one: Answered, say: Say) -> dict[str, Any]:
    """The same with every field there, those that are not told being empty."""
    answer, empty = present_answer(one, say), dict.fromkeys(FIELDS)
    for group in ("records", "honours"):
        answer[group] = [empty | each for each in answer[group]]
    return answer


def present_record(one: Disclosed, say: Say) -> dict[str, Any]:
    """One record with its marks."""
    return {
        "record_id": one.record_id,
        **one.content,
        "marks": [str(mark) for mark in one.marks],
        "adverse": one.adverse,
        "statement": None if one.statement is None else say(one.statement),
    }


def present_measure(one: Applying, say: Say) -> dict[str, Any]:
    """One incentive or constraint that applies."""
    return {
        "number": one.number,
        "kind": one.kind,
        "name": say(named(one.name, one.name_en or "")),
        "content": one.content,
        "department": one.department,
        "legal_basis": list(one.legal_basis),
        "published_url": one.published_url,
        "record_id": one.record_id,
        "since": one.since.isoformat(),
        "until": None if one.until is None else one.until.isoformat(),
    }


def about(one: Answered | Denied) -> dict[str, Any]:
    """Whom a result is about; of a person no more than the asker brought, masked."""
    identifier, name = one.asked.identifier, one.asked.name or ""
    found = one.found if isinstance(one, Answered) else None
    number = identifier.number
    if identifier.subject_kind is SubjectKind.NATURAL_PERSON:
        name, number = mask_name(name), mask_number(number)
    elif found is not None:
        name, number = found.subject.name, found.subject.code or number
    return {
        "name": name,
        "kind": str(identifier.subject_kind),
        "id_type": str(identifier.id_type),
        "id_number": number,
    }


def _fault(one: Faulty, say: Say) -> dict[str, Any]:
    first = one.errors[0]
    return {
        "code": first.code,
        "field": first.field,
        "message": say(first.message),
        "remedy": None if first.remedy is None else say(first.remedy),
    }


def present_counts(asked: int, counts: Counts) -> dict[str, int]:
    """What became of the subjects of a call; asked is their sum once it has ended."""
    return {
        "asked": asked,
        "answered": counts.answered,
        "nothing_found": counts.nothing_found,
        "denied": counts.denied,
        "faulty": counts.faulty,
    }


def present_query(row: CreditQuery) -> dict[str, Any]:
    """A past call, without whom it was about."""
    return {
        "number": row.number,
        "at": row.at,
        "operator": row.operator_name,
        "unit": row.unit,
        "channel": Channel(row.channel),
        "basis": {"kind": Basis(row.basis_kind), "reference": row.basis_reference},
        "purpose": row.purpose,
        "counts": {
            name: getattr(row, name)
            for name in ("asked", "answered", "nothing_found", "denied", "faulty")
        },
        "reason_denied": row.reason_denied,
        "ended_at": row.ended_at,
    }


def present_authorisation(row: QueryAuthorisation) -> dict[str, Any]:
    """An authorisation, its subject masked."""
    plain = (
        "number", "granted_to_unit", "purposes", "categories", "valid_from", "valid_until",
        "recorded_by", "recorded_at", "withdrawn_at", "erased_on",
    )  # fmt: skip
    return {
        **{name: getattr(row, name) for name in plain},
        "subject": {
            "name": row.name_mask,
            "kind": row.subject_kind,
            "id_type": row.id_type,
            "id_number": row.id_mask,
        },
        "scanned": row.file_id is not None,
    }


def present_purposes(purposes: Sequence[QueryPurpose], say: Say) -> list[dict[str, Any]]:
    """The table of purposes in force."""
    return [
        {
            "code": one.code,
            "name": say(one.name),
            "who": sorted(one.who),
            "basis": list(one.basis),
            "subjects": sorted(one.subjects),
            "fields": list(one.told),
            "article": one.article,
            "source": one.source,
            "evidence": str(one.evidence),
            "valid_from": one.valid_from,
            "valid_to": one.valid_to,
        }
        for one in purposes
    ]
