"""A loaded rule table and ways to put subjects and records on file."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest
from flask import Flask

import credit.rules
from credit.records.models import Record
from credit.rules.service import import_rules
from credit.subjects.identifiers import IdType, parse
from credit.subjects.models import Subject
from credit.subjects.names import name_key
from service import clock
from service.database import transaction
from service.private import blind_index, mask_number
from tests.factories.identifiers import make_resident_id

TABLES = Path(credit.rules.__file__).parent / "tables"
_keys = count()


@pytest.fixture
def rules(app: Flask) -> None:
    """The demonstration rule table of the district."""
    import_rules(TABLES / "xh-demo.yaml")


def put_subject(
    name: str, number: str | None, id_type: IdType = IdType.RESIDENT_ID, **values: object
) -> Subject:
    """A subject on file; with no number it is known by name alone."""
    now = clock.now()
    found = parse(id_type, number, today=clock.today()) if number else None
    with transaction() as session:
        subject = Subject(
            kind=str(found.subject_kind) if found else "organisation",
            name=name,
            name_key=name_key(name),
            id_type=str(id_type) if found else None,
            id_index=blind_index(id_type, found.number) if found else None,
            id_sealed=found.number if found else None,
            id_mask=mask_number(found.number) if found else None,
            code=found.number if found and id_type is IdType.USCC else None,
            flags=[str(flag) for flag in found.flags] if found else [],
            profile={},
            created_at=now,
            updated_at=now,
            **values,
        )
        session.add(subject)
    return subject


def put_record(subject: Subject, **values: object) -> Record:
    """A final, ordinary penalty of the general tier decided a month ago, unless told otherwise."""
    now, today = clock.now(), clock.today()
    place = next(_keys)
    given: dict[str, object] = {
        "feed": "test",
        "natural_key": place.to_bytes(8),
        "kind": "administrative_penalty",
        "authority": "西湖区市场监督管理局",
        "decision_number": f"杭西市监罚〔2026〕{place}号",
        "penalty_kinds": ["fine"],
        "decided_on": today - timedelta(days=30),
        "final_on": today - timedelta(days=30),
        "tier": "general",
        "published_until_max": today + timedelta(days=300),
        "repairable_from": today + timedelta(days=60),
        "retain_until": today + timedelta(days=5 * 365),
        "content_hash": b"",
        "created_at": now,
        "updated_at": now,
    }
    with transaction() as session:
        record = Record(subject_id=subject.id, **(given | values))
        session.add(record)
    return record


@pytest.fixture
def person() -> Callable[..., tuple[Subject, str]]:
    """A person on file and the identity number."""
    numbers = count(1)

    def make(name: str = "张伟") -> tuple[Subject, str]:
        number = make_resident_id(next(numbers), date(1985, 5, 17))
        return put_subject(name, number), number

    return make


def body(name: str, number: str, **values: object) -> dict[str, object]:
    """The body of POST /checks."""
    return {
        "purpose": "school_admission",
        "subject": {"name": name, "id_type": "resident_id", "id_number": number},
        "basis": {"kind": "authorisation", "reference": "SQ-2026-0001"},
    } | values
