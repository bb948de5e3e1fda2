"""A dispute goes in by a narrow door, is decided by somebody with clean hands, and is heard of."""

from collections import Counter

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from service import disputes
from service.database import db
from service.disputes import Outcome
from service.notices.models import Notice
from service.packed import unpack
from service.problems import InvalidInput
from tests.workflows.at_once import all_at_once
from workflows.engine.clocks import clocks_of
from workflows.engine.fire import Firing, fire
from workflows.engine.models import CaseEvent, CaseFile
from workflows.engine.problems import ActionRefused, CaseUnknown, NotOpenable, NotYourTurn
from workflows.engine.reading import events_of

REASON = "经核实，登记与凭证一致。"


def told(who) -> list[str]:
    rows = db.session.scalars(select(Notice).where(Notice.account_id == who.id).order_by(Notice.id))
    return [f"{unpack(row.subject)}。{unpack(row.body)}" for row in rows]


def test_a_dispute_is_with_the_community_at_once_and_its_clock_runs(orchard):
    case = orchard.open()
    assert (case.state, case.owner, case.open) == ("deciding", "authority", True)
    assert (case.subject_id, case.subject_code, case.about) == (None, "", "plums:plum-7")
    assert [(event.action, event.party) for event in events_of(case)] == [
        ("open", "applicant"),
        ("hand_in", "applicant"),
    ]
    [clock] = clocks_of(case.id)
    assert (clock.days, clock.state, case.due_on) == (5, "running", clock.due_on)
    standing = disputes.desk().standings([case.number, "XF20260101-AAAAAAAAAA-A"])
    assert set(standing) == {case.number}
    assert standing[case.number].open
    assert str(standing[case.number].state) == "社区核实中"
    assert standing[case.number].page == f"/cases/{case.number}"


def test_nothing_of_its_matter_but_the_reference_and_the_title_is_kept(orchard):
    case = orchard.open()
    assert set(case.fields) == {"dispute"}
    assert set(case.fields["dispute"]) == {"title", "decided_by", "barred", "link"}


@pytest.mark.parametrize(
    ("action", "outcome"), [("uphold", Outcome.upheld), ("reject", Outcome.rejected)]
)
def test_the_part_hears_of_a_decision_and_the_resident_is_told(orchard, action, outcome):
    case = orchard.open()
    orchard.do("manager", case, action, REASON)
    assert orchard.heard == [("plum-7", outcome, REASON)]
    case = orchard.case(case.number)
    assert (case.state, case.open, case.outcome) == (outcome, False, outcome)
    assert [clock.state for clock in clocks_of(case.id)] == ["met"]
    [message] = told(orchard.people["resident"])
    assert "社区办理了" in message
    if action == "reject":
        assert "居民委员会或居民议事会" in message
    for who in ("manager", "head", "enterer"):
        assert len(told(orchard.people[who])) == 1  # that it came in
    for who in ("clerk", "reviewer", "auditor", "neighbour", "elsewhere", "department"):
        assert told(orchard.people[who]) == []


def test_a_resident_withdraws_and_may_dispute_again(orchard):
    case = orchard.open()
    orchard.do("resident", case, "withdraw")
    assert orchard.heard == [("plum-7", Outcome.withdrawn, "")]
    assert [clock.state for clock in clocks_of(case.id)] == ["dropped"]
    assert orchard.open().id != case.id


def test_a_dispute_of_somebody_who_is_gone_ends_by_itself_once(orchard):
    case = orchard.open()
    for _ in range(2):
        disputes.desk().drop(case.number)
    disputes.desk().drop("XF20260101-AAAAAAAAAA-A")
    assert orchard.heard == [("plum-7", Outcome.withdrawn, "")]
    assert orchard.case(case.number).state == "withdrawn"


@pytest.mark.parametrize("action", ["uphold", "reject"])
def test_whoever_had_a_hand_in_it_does_not_decide_and_is_told_why(orchard, action):
    case = orchard.open()
    with pytest.raises(ActionRefused) as refused:
        orchard.do("enterer", case, action, REASON)
    [reason] = refused.value.extra["refusals"]
    assert (reason["code"], str(reason["message"])) == (
        "had-a-hand",
        "这一事项由您本人经手，须由另一名工作人员决定。",
    )
    assert orchard.heard == []
    assert orchard.case(case.number).state == "deciding"


@pytest.mark.parametrize("action", ["uphold", "reject"])
def test_a_decision_gives_its_reason(orchard, action):
    case = orchard.open()
    with pytest.raises(InvalidInput):
        orchard.do("manager", case, action, "  ")
    assert orchard.heard == []


def test_more_time_takes_a_reason_and_a_second_person_and_is_given_once(orchard, moment):
    moment("2026-11-23T10:00")
    case = orchard.open()
    assert case.due_on.isoformat() == "2026-11-30"
    with pytest.raises(InvalidInput):
        orchard.do("manager", case, "request_extension")
    orchard.do("manager", case, "request_extension", "需要入户或现场核实。")
    with pytest.raises(ActionRefused) as refused:
        orchard.do("manager", case, "approve_extension")
    assert refused.value.extra["refusals"][0]["code"] == "same-hands"
    case = orchard.do("head", case, "approve_extension")
    [clock] = clocks_of(case.id)
    assert (clock.days, case.due_on.isoformat()) == (7, "2026-12-02")
    with pytest.raises(ActionRefused) as refused:
        orchard.do("head", case, "request_extension", "再延。")
    assert refused.value.extra["refusals"][0]["code"] == "only-once"


def test_what_the_listener_cannot_do_undoes_the_decision(orchard):
    case = orchard.open()
    orchard.fails = True
    with pytest.raises(RuntimeError):
        orchard.do("manager", case, "uphold", REASON)
    db.session.rollback()
    case = orchard.case(case.number)
    assert (case.state, case.version, case.open) == ("deciding", 2, True)
    assert len(told(orchard.people["resident"])) == 0


@pytest.mark.parametrize(
    ("who", "problem"),
    [
        ("resident", NotYourTurn),
        ("neighbour", CaseUnknown),
        ("elsewhere", CaseUnknown),
        ("clerk", CaseUnknown),
        ("reviewer", CaseUnknown),
        ("department", CaseUnknown),
        ("enterprise", CaseUnknown),
        ("shopkeeper", CaseUnknown),
        ("admin", CaseUnknown),
        ("auditor", NotYourTurn),
    ],
)
def test_nobody_else_decides(orchard, who, problem):
    case = orchard.open()
    for action in ("uphold", "reject", "request_extension", "drop_gone"):
        with pytest.raises(problem):
            orchard.do(who, case, action, REASON)
    assert orchard.case(case.number).version == 2


def test_only_oneself_hands_in(orchard):
    with orchard.acting("neighbour"), pytest.raises(AssertionError):
        disputes.desk().open(orchard.dispute())


def test_one_matter_is_in_one_open_dispute_also_by_raw_sql(orchard):
    first = orchard.open()
    with pytest.raises(NotOpenable) as refused:
        orchard.open()
    assert first.number in str(refused.value.extra["refusals"][0]["message"])
    other = orchard.open("plum-8")
    with pytest.raises(IntegrityError, match="uq_case_file_open_about"):
        db.session.execute(
            db.text("UPDATE case_file SET about = :about WHERE id = :id"),
            {"about": first.about, "id": other.id},
        )
    db.session.rollback()


def test_a_case_is_about_somebody_on_file_or_about_a_matter(orchard):
    case = orchard.open()
    with pytest.raises(IntegrityError, match="about_one"):
        db.session.execute(
            db.text("UPDATE case_file SET about = NULL WHERE id = :id"), {"id": case.id}
        )
    db.session.rollback()


def test_of_many_decisions_at_once_one_wins_and_the_part_hears_one(app, orchard):
    case = orchard.open()
    number, people = case.number, orchard.people
    wishes = [
        ("manager", Firing("uphold", REASON, version=2)),
        ("head", Firing("reject", REASON, version=2)),
        ("resident", Firing("withdraw", version=2)),
    ] * 3
    came = all_at_once(app, [(people[who], lambda w=wish: fire(number, w)) for who, wish in wishes])
    assert Counter(getattr(one, "status", 200) for one in came) == {200: 1, 409: len(wishes) - 1}
    [(_, outcome, _)] = orchard.heard
    case = orchard.case(number)
    assert (case.state, case.version) == (outcome, 3)


def test_of_many_who_open_at_once_one_does(app, orchard):
    resident = orchard.people["resident"]
    came = all_at_once(app, [(resident, lambda: disputes.desk().open(orchard.dispute()))] * 6)
    assert sum(isinstance(one, NotOpenable) for one in came) == 5
    assert db.session.scalars(select(CaseFile.about)).all() == ["plums:plum-7"]
    assert len(db.session.scalars(select(CaseEvent.action)).all()) == 2
