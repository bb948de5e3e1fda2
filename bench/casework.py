"""Cases to move: an office, a company with penalties, and everybody who takes the steps."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient

from bench.loader import post_request
from credit.records.authorities import canonical_authority
from credit.records.models import Record
from credit.subjects.identifiers.synthetic import make_uscc
from credit.subjects.models import Subject
from service import clock
from service.access.account import Role
from service.accounts.api_tokens import create_token
from service.accounts.authenticate import SESSION_KEY
from service.accounts.models import Account
from service.accounts.service import NewAccount, create_account, open_session
from service.audit import SYSTEM, Actor, acting_as
from service.database import db, transaction
from service.private import blind_index
from workflows.documents.models import CaseDocument
from workflows.engine.fire import Firing, fire
from workflows.repair.application import Application
from workflows.repair.service import open_repair
from workflows.workdays.importing import bring_shipped

UNIT = "杭州市西湖区应急管理局"
STEPS = (
    ("company", "submit", ""),
    ("clerk", "forward", ""),
    ("officer", "accept", ""),
    ("officer", "request_extension", "案情复杂，需进一步核实。"),
    ("head", "approve_extension", "同意"),
    ("officer", "grant", "经核查，相关义务已履行完毕，符合修复条件。"),
)
"""The way of one case from the application to the decision: two letters, two people's approval,
six effects asked for, every certificate looked for that rested on the record."""
PAPERS = ("performance_proof", "commitment")
_places = count(1)


@dataclass(frozen=True)
class People:
    """Who takes the steps, by the short names of `STEPS`."""

    actors: dict[str, Actor]
    tokens: dict[str, str]
    subject_id: int
    code: str


def open_office(app: Flask) -> People:
    """Accounts, tokens, the calendar and a company."""
    code = make_uscc(7)
    roles = {
        "company": (Role.enterprise, {"subject_code": code}),
        "clerk": (Role.clerk, {}),
        "officer": (Role.department, {"unit": UNIT}),
        "head": (Role.department, {"unit": UNIT}),
    }
    actors, tokens = {}, {}
    with app.app_context(), acting_as(SYSTEM):
        bring_shipped()
        for name, (role, values) in roles.items():
            new = NewAccount(f"bench-{name}", role, "measuring-is-knowing", **values)
            account = create_account(new)
            tokens[name] = create_token(account, "bench")[1]
            actors[name] = Actor(account.id, account.name, account.role, account.unit or "")
        return People(actors, tokens, _company(code), code)


def _company(code: str) -> int:
    with transaction() as session:
        subject = Subject(
            kind="organisation",
            code=code,
            name="杭州办件测量有限公司",
            name_key="杭州办件测量有限公司",
            id_type="uscc",
            id_index=blind_index("uscc", code),
            id_sealed=code,
            id_mask=code,
            flags=[],
            profile={"city": "杭州"},
            created_at=clock.now(),
            updated_at=clock.now(),
        )
        session.add(subject)
        session.flush()
        return subject.id


def open_cases(app: Flask, people: People, number: int) -> list[str]:
    """Numbers of so many drafts, each about a record of its own, with all papers handed in."""
    with app.app_context(), acting_as(people.actors["company"]):
        with transaction() as session:
            records = [_record(people.subject_id) for _ in range(number)]
            session.add_all(records)
            session.flush()
            ids = [record.id for record in records]
        numbers = []
        for record_id in ids:
            with transaction() as session:
                case = open_repair(Application((record_id,)))
                session.add_all(_paper(case.id, kind, record_id) for kind in PAPERS)
            numbers.append(case.number)
        db.session.remove()
        return numbers


def _record(subject_id: int) -> Record:
    place, today = next(_places), clock.today()
    return Record(
        subject_id=subject_id,
        feed="shuanggongshi-penalty",
        natural_key=place.to_bytes(8, "big"),
        content_hash=place.to_bytes(8, "big"),
        kind="administrative_penalty",
        status="active",
        authority=canonical_authority(UNIT, today),
        decision_number=f"杭西应急罚决字〔2026〕{place:05d}号",
        violation="未按规定进行安全生产教育培训",
        penalty_kinds=["fine"],
        fine=25000,
        decided_on=today - timedelta(days=200),
        tier="general",
        tier_reason="O36-general",
        regime="NDRC36",
        published_until_min=today - timedelta(days=110),
        published_until_max=today + timedelta(days=165),
        repairable_from=today - timedelta(days=109),
        attributes={},
        flags=[],
        created_at=clock.now(),
        updated_at=clock.now(),
    )


def _paper(case_id: int, kind: str, record_id: int) -> CaseDocument:
    return CaseDocument(
        id=uuid4(),
        case_id=case_id,
        kind=kind,
        record_id=record_id,
        filename=f"{kind}.pdf",
        media_type="application/pdf",
        size=1,
        sha256=uuid4().bytes,
        pages=1,
        scan="clean",
        uploaded_by="bench",
        uploaded_at=clock.now(),
    )


def steps_of(numbers: Sequence[str]) -> Iterator[tuple[str, str, str, str]]:
    """Case, who, action, reason: every case takes a step before any takes the next."""
    for who, action, reason in STEPS:
        for number in numbers:
            yield number, who, action, reason


def take(people: People, step: tuple[str, str, str, str]) -> None:
    """Take one step by the use case, within an application context."""
    number, who, action, reason = step
    with acting_as(people.actors[who]):
        fire(number, Firing(action, reason))
    db.session.remove()  # as a request ends


def signed_in(app: Flask, people: People, who: str, address: str) -> FlaskClient:
    """A browser in which one of them is signed in at an address; within this process."""
    client = app.test_client()
    with app.app_context():
        token = open_session(db.session.get_one(Account, people.actors[who].id))
        db.session.remove()
    with client.session_transaction(base_url=address) as session:
        session[SESSION_KEY] = token
    return client


def requests_of(people: People, port: int, numbers: Sequence[str]) -> list[bytes]:
    """The same steps as requests."""
    return [
        post_request(
            port,
            f"/api/v1/repair-cases/{number}/actions/{action}",
            people.tokens[who],
            json.dumps({"reason": reason}).encode(),
        )
        for number, who, action, reason in steps_of(numbers)
    ]
