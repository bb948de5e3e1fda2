"""Whatever people do with an objection, in whatever order: invariants 3, 4, 5 and 10."""

import random
from collections import Counter

import pytest
from sqlalchemy import select

from credit.checks.models import Check
from service.audit import sealing
from service.audit.models import AuditEntry
from service.audit.verify import verify
from service.database import db
from service.problems import Problem
from tests.examples import some
from tests.workflows.objection.conftest import HEAVY, REVIEW, Desk
from workflows.engine.clocks import clocks_of
from workflows.engine.lookup import open_to
from workflows.engine.models import CaseFile, ClockState
from workflows.engine.parties import current_caller, parties_of
from workflows.engine.reading import events_of
from workflows.engine.registry import definition
from workflows.objection.grounds import Topic

STEPS = 9
UNMARKED = {"answered", "syncing", "upheld", "rejected", "not_accepted", "withdrawn"}
"""States in which nothing is looked into: the answer was given, or there is none."""
REMEDIES = (
    {"remedy": "delete"},
    {"remedy": "correct", "new_fine": "300"},
    {"remedy": "supplement", "supplement": "已履行"},
    {"remedy": "stop_disclosure"},
)
PEOPLE = ("enterprise", "clerk", "authority", "reviewer", "drc_head", "stranger", "auditor")


def step(desk: Desk, case: CaseFile, chance: random.Random) -> None:
    """Somebody does something: mostly what is theirs to do, now and then what is not."""
    found = definition(case.case_type)
    who = chance.choice(PEOPLE)
    with desk.acting(who):
        own = [rule.code for rule in open_to(found, case.state, parties_of(case, current_caller()))]
    anything = chance.random() < 0.2 or not own
    action = chance.choice(sorted(found.actions) if anything else own)
    asked = {one.name for one in found.actions[action].fields}
    given = {**chance.choice(REMEDIES), **REVIEW}
    fields = {name: value for name, value in given.items() if name in asked}
    if chance.random() < 0.5:
        desk.hand_in_review(case)
    try:
        desk.do(case, who, action, "理由", **fields)
    except Problem:
        db.session.rollback()
    db.session.expire_all()


def assert_whole(case: CaseFile) -> None:
    """The case is where its table has brought it, and its clocks stand still as they must."""
    found, at = definition(case.case_type), None
    for event in events_of(case):
        assert event.from_state == at
        if at is not None:
            rule = found.actions[event.action]
            assert at in rule.sources
            assert event.to_state == rule.target
            assert event.party in rule.by
        at = event.to_state
    assert case.state == at
    assert case.open is not found.states[at].final
    running = {one.kind for one in clocks_of(case.id) if one.state == ClockState.running}
    if found.states[at].waits_for_applicant:
        assert all(found.clocks[kind].for_applicant for kind in running)
    assert running if case.open else not running


@pytest.mark.usefixtures("ruled")
def test_any_history_of_an_objection():
    for seed in range(some(6)):
        one_history(Desk(), random.Random(seed))
    db.session.rollback()
    sealing.seal_all()
    assert verify().is_clean, "10"


def one_history(desk: Desk, chance: random.Random) -> None:
    record = desk.record(**HEAVY)
    desk.check()
    case = desk.object_to(Topic.record, record.id)
    for _ in range(STEPS):
        step(desk, case, chance)
        assert_whole(case)
        assert record.disputed is (case.state not in UNMARKED), case.state
    if record.disputed or record.status != "active":
        assert desk.check().outcome != "negative", "3: it never lowers a result"
    for check in db.session.scalars(select(Check)):
        assert check.outcome != "negative" or not check.final or check.reviewed_by, "4"
    told = select(AuditEntry.action).where(AuditEntry.object_ref == case.number)
    steps = Counter(one for one in db.session.scalars(told) if one.startswith("case."))
    assert steps == Counter(f"case.{one.action}" for one in events_of(case))
