"""One function moves a case: all of it happens, or nothing does."""

import pytest
from sqlalchemy import func, select

from service.audit import acting_as
from service.audit.models import AuditEntry
from service.database import db
from service.notices.models import Notice
from service.problems import InvalidInput
from workflows.engine.clocks import clocks_of
from workflows.engine.fire import Firing, fire, fire_as_system, fire_many
from workflows.engine.models import CaseEvent, CaseFile, CaseItem
from workflows.engine.problems import (
    ActionRefused,
    ActionUnknown,
    CaseMoved,
    CaseUnknown,
    EventKeyReused,
    NotYourTurn,
)
from workflows.engine.reading import events_of

MISSING = {"fields": {"missing": ["缴款凭证"]}, "reason": "缺材料"}


def events(case: CaseFile) -> list[tuple[str, str]]:
    return [(one.action, one.to_state) for one in events_of(case)]


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def test_an_action_moves_the_case_and_leaves_event_clock_audit_and_message(case, do, people):
    moved = do("applicant", "submit")
    assert (moved.state, moved.owner, moved.version, moved.open) == (
        "working",
        "authority",
        2,
        True,
    )
    assert moved.submitted_at is not None
    assert events(moved) == [("open", "draft"), ("submit", "working")]
    assert [(clock.kind, clock.state, clock.days) for clock in clocks_of(case.id)] == [
        ("work", "running", 5)
    ]
    assert moved.due_on == clocks_of(case.id)[0].due_on
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.action == "case.submit"))
    assert entry.details == {"from": "draft", "to": "working", "version": 2}
    told = set(db.session.scalars(select(Notice.account_id)))
    assert told == {people["authority"].id, people["colleague"].id}


def test_clocks_stand_still_while_the_applicant_is_awaited(case, do):
    do("applicant", "submit")
    waiting = do("authority", "ask", **MISSING)
    states = {clock.kind: clock.state for clock in clocks_of(case.id)}
    assert states == {"work": "paused", "reply": "running"}
    assert waiting.fields == {"missing": ["缴款凭证"]}
    do("applicant", "answer")
    states = {clock.kind: clock.state for clock in clocks_of(case.id)}
    assert states == {"work": "running", "reply": "met"}


def test_a_case_that_ends_stops_its_clocks_and_frees_its_record(case, do):
    do("applicant", "submit")
    ended = do("applicant", "withdraw")
    assert (ended.state, ended.open, ended.outcome) == ("stopped", False, "withdrawn")
    assert ended.closed_at is not None
    assert ended.due_on is None
    assert {clock.state for clock in clocks_of(case.id)} == {"dropped"}
    assert db.session.scalars(select(CaseItem.open)).all() == [False]


def test_an_extension_gives_days_once_two_people_agree(case, do):
    do("applicant", "submit")
    do("authority", "want_more", reason="案情复杂")
    with pytest.raises(ActionRefused) as caught:
        do("authority", "give_more")
    assert [one["code"] for one in caught.value.extra["refusals"]] == ["same-hands"]
    do("colleague", "give_more")
    assert clocks_of(case.id)[0].days == 9


def test_what_is_done_once_is_refused_the_second_time(case, do):
    do("applicant", "submit")
    do("authority", "ask", **MISSING)
    do("applicant", "answer")
    with pytest.raises(ActionRefused) as caught:
        do("authority", "ask", **MISSING)
    assert [one["code"] for one in caught.value.extra["refusals"]] == ["only-once"]


def test_all_reasons_against_are_told_and_nothing_is_changed(case, do, probe):
    do("applicant", "submit")
    probe.against = {"probe_first": True, "probe_second": True}
    before = count(CaseEvent), count(AuditEntry)
    with pytest.raises(ActionRefused) as caught:
        do("authority", "finish")
    assert [one["code"] for one in caught.value.extra["refusals"]] == [
        "probe_first",
        "probe_second",
    ]
    assert caught.value.extra["state"] == "working"
    assert "finish" in caught.value.extra["allowed_actions"]
    assert (count(CaseEvent), count(AuditEntry)) == before


def test_a_consequence_sees_the_new_state_and_undoes_all_when_it_fails(case, do, probe):
    do("applicant", "submit")
    probe.fails = True
    with pytest.raises(RuntimeError):
        do("authority", "finish")
    assert db.session.get(CaseFile, case.id, populate_existing=True).state == "working"
    probe.fails = False
    do("authority", "finish")
    assert probe.followed == [("done", 3)]


def test_a_settled_case_is_closed_but_the_service_can_undo_it(case, do):
    do("applicant", "submit")
    closed = do("authority", "finish")
    assert (closed.open, closed.outcome) == (False, "granted")
    assert fire_as_system(case.id, "undo").state == "undone"
    assert fire_as_system(case.id, "undo") is None


def test_the_same_key_again_is_answered_and_not_done_again(case, do):
    do("applicant", "submit", key="k1")
    again = do("applicant", "submit", key="k1")
    assert (again.state, again.version) == ("working", 2)
    assert len(events(case)) == 2
    with pytest.raises(EventKeyReused):
        do("applicant", "withdraw", key="k1")


def test_a_look_that_is_out_of_date_is_refused(case, do):
    do("applicant", "submit", version=1)
    with pytest.raises(CaseMoved) as caught:
        do("applicant", "withdraw", version=1)
    assert caught.value.extra["version"] == 2


def test_a_wrong_state_names_the_state_and_what_is_open(case, do):
    with pytest.raises(ActionRefused) as caught:
        do("applicant", "answer")
    assert caught.value.extra["state"] == "draft"
    assert caught.value.extra["allowed_actions"] == ["submit", "withdraw"]


def test_an_unknown_action_and_somebody_elses_case_are_not_found(case, do):
    with pytest.raises(ActionUnknown):
        do("applicant", "explode")
    with pytest.raises(CaseUnknown):
        do("stranger", "submit")
    with pytest.raises(CaseUnknown):
        do("authority", "submit")  # a draft is nobody's but the applicant's


def test_somebody_elses_step_is_refused_as_such(case, do):
    do("applicant", "submit")
    with pytest.raises(NotYourTurn):
        do("clerk", "finish")


def test_inputs_are_read_before_anything_is_done(case, do):
    do("applicant", "submit")
    with pytest.raises(InvalidInput) as caught:
        do("authority", "ask")
    assert {one.field for one in caught.value.errors} == {"reason", "missing"}


def test_bulk_answers_for_each_case(case, do, people):
    do("applicant", "submit")
    with acting_as(people["authority"]):
        answers = fire_many([case.number, "XF20260101-2222222222-2", case.number], Firing("finish"))
    assert [(one.number, one.problem is None) for one in answers] == [
        (case.number, True),
        ("XF20260101-2222222222-2", False),
    ]


def test_numbers_are_read_as_people_type_them(case, people):
    with acting_as(people["applicant"]):
        assert fire(case.number.lower().replace("-", " "), Firing("submit")).version == 2
