"""Subjects on file and the bodies of queries about them."""

import os
from collections.abc import Callable
from itertools import count

import pytest

from credit.subjects.identifiers import IdType
from credit.subjects.models import Subject
from tests.credit.checks.conftest import person, put_subject
from tests.factories.identifiers import make_uscc

__all__ = ["organisation", "person"]
DUTY = {"kind": "sharing", "reference": "杭西教〔2026〕3号"}
UNIT = "西湖区教育局"


@pytest.fixture
def organisation() -> Callable[..., tuple[Subject, str]]:
    """An organisation on file and its code."""
    numbers = count(501)

    def make(name: str = "杭州甲贸易有限公司") -> tuple[Subject, str]:
        code = make_uscc(next(numbers))
        return put_subject(name, code, IdType.USCC), code

    return make


def ask_about(code: str, **values: object) -> dict[str, object]:
    """The body of POST /queries by a department about an organisation."""
    return {
        "purpose": "enterprise_review",
        "subject": {"id_type": "uscc", "id_number": code},
        "basis": DUTY,
    } | values


def ask_person(name: str, number: str, **values: object) -> dict[str, object]:
    """The same about a person."""
    subject = {"name": name, "id_type": "resident_id", "id_number": number}
    return {"purpose": "school_admission", "subject": subject, "basis": DUTY} | values


def ask_list(*subjects: object, **values: object) -> dict[str, object]:
    """The body of a query about a list."""
    return {"purpose": "enterprise_review", "subjects": list(subjects), "basis": DUTY} | values


@pytest.fixture
def world(app, api, organisation, person) -> dict[str, object]:
    """An organisation and a person with records to hide, and a caller of every role."""
    from sqlalchemy import select

    from service.audit.models import QueryLogEntry
    from service.database import db
    from tests.credit.checks.conftest import put_record
    from tests.credit.queries.test_invariants import HIDDEN, ROLES

    (firm, code), (human, number) = organisation(), person("张伟")
    hidden, disputed = set(), set()
    for subject in (firm, human):
        put_record(subject)
        hidden |= {put_record(subject, **values).id for values in HIDDEN}
        disputed.add(put_record(subject, disputed=True).id)

    class Nobody:
        def post(self, address: str, **kwargs: object):
            elsewhere = {"REMOTE_ADDR": f"10.1.{os.urandom(1)[0]}.{os.urandom(1)[0]}"}
            return app.test_client().post("/api/v1" + address, environ_base=elsewhere, **kwargs)

    def logged() -> list[QueryLogEntry]:
        return list(db.session.scalars(select(QueryLogEntry).order_by(QueryLogEntry.id)))

    return {
        "rows": [
            {"id_number": code},
            {"name": "张伟", "id_type": "resident_id", "id_number": number},
            {"name": "李四", "id_number": number},
            {"id_number": make_uscc(990)},
            {"id_number": "x"},
        ],
        "units": dict.fromkeys(ROLES, UNIT) | {None: ""},
        "callers": {None: Nobody()} | {one: api(one, unit=UNIT) for one in ROLES if one},
        "hidden": hidden,
        "disputed": disputed,
        "logged": logged,
    }
