"""Objections to check results: the certificate shows it, and a new check takes its place."""

import pytest

from credit.checks import service as checks
from credit.checks import verifiers
from credit.checks.corrections import recheck
from credit.checks.models import Check
from service import clock
from service.database import db, transaction
from tests.workflows.objection.conftest import REVIEW, Desk
from workflows.engine.problems import ActionRefused, NotOpenable
from workflows.letters.service import envelope_of, letters_of
from workflows.objection.chores import finish_rechecked
from workflows.objection.grounds import Topic
from workflows.objection.problems import ObjectionNotPossible


def verify(number: str) -> dict:
    return verifiers.verify(number)[1]


def test_a_wrong_result_is_superseded_with_a_link_once_the_new_one_is_final(ruled: Desk):
    check, record = ruled.certified()
    case = ruled.object_to(Topic.check, check.number)
    assert (case.subject_code, case.state, check.disputed) == (ruled.subject.code, "received", True)
    assert verify(check.number)["under_objection"]
    with pytest.raises(NotOpenable, match=case.number):
        ruled.object_to(Topic.check, check.number)
    case = ruled.do(case, "reviewer", "accept_own")
    with transaction():
        record.status = "revoked"  # its authority withdrew it meanwhile
    with pytest.raises(ActionRefused) as problem:
        ruled.do(case, "drc_head", "uphold", "经核实，所依据的记录已经变化。")
    assert [one["code"] for one in problem.value.extra["refusals"]] == ["had-a-hand"]
    case = ruled.do(case, "reviewer", "uphold", "经核实，所依据的记录已经变化。")
    assert case.state == "rechecking"
    told = verify(check.number)
    assert told["status"] == "superseded"
    assert verify(told["superseded_by"])["outcome"] == "passed"
    assert finish_rechecked(clock.now()) == 1
    db.session.expire_all()
    assert (case.state, case.open, check.disputed) == ("upheld", False, False)
    letter = envelope_of(letters_of(case.id)[-1]).content
    assert {"重新核查", check.number} <= {fact.value for fact in letter.facts}


def test_no_negative_result_leaves_by_way_of_an_objection(ruled: Desk):
    check, _ = ruled.certified()
    case = ruled.object_to(Topic.check, check.number)
    ruled.do(case, "reviewer", "accept_own")
    ruled.do(case, "reviewer", "uphold", "适用规则有误")
    waiting = db.session.query(Check).filter_by(supersedes_id=check.id).one()
    assert (waiting.outcome, waiting.final) == ("negative", False)
    assert (finish_rechecked(clock.now()), case.state) == (0, "rechecking")
    told = verify(check.number)
    assert (told["status"], told["under_objection"]) == ("valid", True)
    with ruled.acting("reviewer"):
        checks.confirm(waiting.number)
    assert finish_rechecked(clock.now()) == 1
    assert verify(check.number)["superseded_by"] == waiting.number


def test_a_rejected_objection_takes_the_mark_off_and_a_review_sets_it_again(ruled: Desk):
    check, _ = ruled.certified()
    case = ruled.object_to(Topic.check, check.number)
    ruled.do(case, "reviewer", "accept_own")
    ruled.do(case, "reviewer", "reject", "结果与在册记录一致")
    assert not verify(check.number)["under_objection"]
    ruled.do(case, "enterprise", "ask_review", "不服")
    assert verify(check.number)["under_objection"]
    ruled.hand_in_review(case)
    case = ruled.do(case, "drc_head", "review_reject", "维持", **REVIEW)
    assert (case.outcome, verify(check.number)["under_objection"]) == ("rejected", False)


def test_only_a_final_and_standing_result_can_be_objected_to(ruled: Desk):
    ruled.record(fine=500_000, tier="serious", penalty_kinds=["closure"])
    waiting = ruled.check()
    with ruled.acting("clerk"):
        newer = recheck(waiting.number)
    with pytest.raises(ObjectionNotPossible) as problem:
        ruled.object_to(Topic.check, newer.number)
    assert problem.value.extra["refusals"][0]["code"] == "not-final"
    with ruled.acting("reviewer"):
        checks.confirm(newer.number)
    with pytest.raises(ObjectionNotPossible) as problem:
        ruled.object_to(Topic.check, waiting.number)
    assert problem.value.extra["refusals"][0]["code"] == "superseded"


def test_a_check_of_somebody_not_on_file_can_be_objected_to(ruled: Desk):
    who, number = ruled.stranger_to_records(31)
    check = ruled.check_person(number)
    case = ruled.object_to(Topic.check, check.number, who)
    assert (case.subject_code, case.subject_name) == ("", check.name_mask)
    assert ruled.api(who).get(f"/objections/{case.number}").status_code == 200
    assert ruled.page(who).get(f"/cases/{case.number}").status_code == 200
