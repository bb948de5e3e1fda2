"""Many click at once: one wins, the others are told so, and nothing happens twice."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from service.audit.models import AuditEntry
from service.database import db, transaction
from service.problems import Problem
from tests.factories.cases import UNIT
from tests.workflows.at_once import all_at_once
from tests.workflows.repair.conftest import World
from workflows.effects.models import CaseEffect
from workflows.engine.fire import Firing, fire
from workflows.engine.models import CaseEvent, CaseFile, CaseItem
from workflows.engine.opening import NewCase, open_case
from workflows.engine.party import Party
from workflows.engine.problems import NotOpenable
from workflows.engine.reading import events_of
from workflows.letters.models import CaseLetter
from workflows.repair.application import Application
from workflows.repair.service import open_repair

CLICKS = 16
DECISIONS = [
    ("authority", "grant", "义务已履行"),
    ("head", "refuse", "整改不到位。"),
    ("enterprise", "withdraw", ""),
    ("clerk", "withdraw", ""),
    ("head", "grant", ""),
    ("authority", "request_extension", "案情复杂"),
]
"""What is open in the state of verification, and to whom."""


@pytest.fixture
def world(app: Flask) -> World:
    return World()


@pytest.fixture
def at_once(app: Flask, world: World) -> Callable[..., list[Any]]:
    """Runs what many people do, each in a thread of its own; what came of each, in order."""

    def run(deeds: Sequence[tuple[str, Callable[[], Any]]]) -> list[Any]:
        return all_at_once(app, [(world.people[who], deed) for who, deed in deeds])

    return run


@pytest.fixture
def over_http(app: Flask, world: World, api) -> Callable[..., list[Any]]:
    """Sends requests at the same moment, each on a connection of its own."""
    callers = {
        "authority": api("department", unit=UNIT),
        "head": api("department", unit=UNIT),
        "clerk": api("clerk"),
        "enterprise": api("enterprise", subject_code=world.subject.code),
    }

    def run(requests: Sequence[tuple[str, str, dict[str, Any], str | None]]) -> list[Any]:
        gate = Barrier(len(requests))

        def one(who: str, address: str, body: dict[str, Any], key: str | None) -> Any:
            gate.wait()
            headers = {"Idempotency-Key": key} if key else {}
            return callers[who].post(address, json=body, headers=headers)

        with ThreadPoolExecutor(len(requests)) as pool:
            return [done.result() for done in [pool.submit(one, *sent) for sent in requests]]

    return run


def clicks() -> list[tuple[str, str, str]]:
    return [DECISIONS[n % len(DECISIONS)] for n in range(CLICKS)]


def winner(case: CaseFile, came_of_it: Sequence[int]) -> CaseEvent:
    """The one event there is beyond those before, when one won and all others got 409."""
    assert Counter(came_of_it) == {200: 1, 409: CLICKS - 1}
    db.session.expire_all()
    events = events_of(case)
    assert [event.version for event in events] == list(range(1, case.version + 1))
    assert [event.action for event in events[:-1]] == ["open", "submit", "forward", "accept"]
    assert events[-1].to_state == case.state
    entries = db.session.scalars(
        select(AuditEntry.action).where(AuditEntry.object_ref == case.number)
    ).all()
    assert entries.count(f"case.{events[-1].action}") == 1
    return events[-1]


def status(outcome: CaseFile | Problem) -> int:
    return outcome.status if isinstance(outcome, Problem) else 200


def test_of_different_decisions_at_once_one_is_taken(world, at_once):
    case = world.verifying(world.record())
    seen = case.version
    outcomes = at_once(
        [
            (who, lambda a=action, r=reason: fire(case.number, Firing(a, r, version=seen)))
            for who, action, reason in clicks()
        ]
    )
    event = winner(case, [status(one) for one in outcomes])
    won = next(one for one in outcomes if isinstance(one, CaseFile))
    assert (won.state, won.version) == (event.to_state, seen + 1)
    for loser in (one for one in outcomes if isinstance(one, Problem)):
        assert (loser.extra["state"], loser.extra["version"]) == (won.state, won.version)


def test_of_the_same_decision_at_once_one_is_taken_and_its_effects_are_asked_for_once(
    world, at_once
):
    case = world.verifying(world.record())
    outcomes = at_once(
        [(who, lambda: fire(case.number, Firing("grant"))) for who in ["authority", "head"] * 8]
    )
    assert winner(case, [status(one) for one in outcomes]).action == "grant"
    letters = Counter(db.session.scalars(select(CaseLetter.kind)))
    assert set(letters.values()) == {1}
    assert letters["grant"] == 1
    asked = Counter(map(tuple, db.session.execute(select(CaseEffect.effect, CaseEffect.target))))
    assert set(asked.values()) == {1}
    assert {effect for effect, _ in asked} == {"stop_publicity", "stop_sharing", "lift_measures"}


def test_over_http_one_click_wins_and_fifteen_get_409_with_what_is_open(world, over_http):
    case = world.verifying(world.record())
    answers = over_http(
        [
            (who, address(case, action), {"reason": reason, "version": case.version}, None)
            for who, action, reason in clicks()
        ]
    )
    event = winner(case, [one.status_code for one in answers])
    for answer in answers:
        told = answer.get_json()
        assert told["state"] == event.to_state
        if answer.status_code == 409:
            assert isinstance(told["allowed_actions"], list)


def test_the_same_key_from_many_threads_is_one_event_and_as_many_equal_answers(world, at_once):
    case = world.verifying(world.record())
    wish = Firing("grant", "义务已履行", key="one-click")
    outcomes = at_once([("authority", lambda: fire(case.number, wish))] * CLICKS)
    assert {(one.id, one.state, one.version) for one in outcomes} == {(case.id, "syncing", 5)}
    db.session.expire_all()
    assert [event.action for event in events_of(case)].count("grant") == 1


def test_the_same_key_over_http_is_one_event_and_as_many_equal_answers(world, over_http):
    case = world.verifying(world.record())
    sent = ("authority", address(case, "grant"), {"reason": "义务已履行"}, "one-click")
    answers = over_http([sent] * CLICKS)
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.data for answer in answers}) == 1
    db.session.expire_all()
    assert [event.action for event in events_of(case)].count("grant") == 1


def test_of_many_applications_for_one_record_at_once_one_is_opened(world, at_once):
    record_id = world.record().id
    outcomes = at_once([("enterprise", lambda: open_repair(Application((record_id,))))] * CLICKS)
    problems = [one for one in outcomes if isinstance(one, Problem)]
    assert len(problems) == CLICKS - 1
    assert {one.extra["refusals"][0]["code"] for one in problems} == {"case-open"}
    one_case(record_id)


def test_the_engine_itself_opens_one_case_of_a_record(probe, world, at_once):
    record = world.record()
    new = NewCase("probe", record.subject_id, (record.id,), record.authority, "api")
    outcomes = at_once([("clerk", lambda: open_case(new, party=Party.window))] * CLICKS)
    assert sum(isinstance(one, NotOpenable) for one in outcomes) == CLICKS - 1
    one_case(record.id)


def test_over_http_one_application_is_opened_and_the_others_name_it(world, over_http):
    record_id = world.record().id
    sent = ("enterprise", "/repair-cases", {"records": [record_id]}, None)
    answers = over_http([sent] * CLICKS)
    assert Counter(one.status_code for one in answers) == {201: 1, 409: CLICKS - 1}
    number = one_case(record_id).number
    for answer in answers:
        if answer.status_code == 409:
            assert number in answer.get_json()["refusals"][0]["message"]


def one_case(record_id: int) -> CaseFile:
    """The only case there is, about that record."""
    db.session.expire_all()
    case = db.session.scalars(select(CaseFile)).one()
    assert db.session.scalars(select(CaseItem.record_id)).all() == [record_id]
    assert [event.action for event in events_of(case)] == ["open"]
    return case


def address(case: CaseFile, action: str) -> str:
    return f"/repair-cases/{case.number}/actions/{action}"


def test_a_case_somebody_is_at_holds_up_no_other(world, at_once):
    held, other = (world.verifying(world.record()) for _ in range(2))
    with transaction() as session:
        session.refresh(held, with_for_update=True)
        [outcome] = at_once([("authority", lambda: fire(other.number, Firing("grant")))])
        assert db.session.scalar(select(CaseFile.state).where(CaseFile.id == held.id)) == (
            "verifying"
        )
    assert status(outcome) == 200
