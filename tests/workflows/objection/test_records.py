"""Objections to records: marked at once, put right everywhere, or answered and reviewed."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from credit.checks import verifiers
from credit.checks.models import Check
from credit.checks.resolving import Resolution, resolve
from credit.checks.service import confirm
from credit.records.models import RecordHistory
from service import clock
from service.audit.models import AuditEntry
from service.clock import OFFICE_ZONE
from service.database import db
from tests.workflows.objection.conftest import DELETE, REVIEW, Desk
from tests.workflows.repair.conftest import confirm_effects
from workflows.effects.models import CaseEffect
from workflows.engine.clocks import clocks_of
from workflows.engine.models import CaseFile
from workflows.engine.problems import ActionRefused, NotOpenable
from workflows.engine.tick import tick
from workflows.letters.service import envelope_of, letters_of
from workflows.objection.grounds import Topic
from workflows.objection.problems import ObjectionNotPossible

RIGHT_DAY = clock.today() - timedelta(days=204)


def verify(number: str) -> dict:
    return verifiers.verify(number)[1]


def codes(problem) -> list[str]:
    return [one["code"] for one in problem.value.extra["refusals"]]


def effects_of(case: CaseFile) -> set[str]:
    found = select(CaseEffect.effect).where(CaseEffect.case_id == case.id)
    return set(db.session.scalars(found))


def test_it_is_marked_at_once_and_a_check_holds_instead_of_deducting(ruled: Desk):
    check, record = ruled.certified()
    assert check.outcome == "negative"
    case = ruled.object_to(Topic.record, record.id)
    assert (case.state, record.disputed, record.status) == ("received", True, "active")
    again = ruled.check()
    assert (again.outcome, again.hold_reasons, again.final) == ("held", ["disputed"], False)
    assert verify(check.number)["under_objection"]
    shown = ruled.api("enterprise").get(f"/enterprises/{ruled.subject.code}/records").get_json()
    assert shown["records"][0]["disputed"]
    with pytest.raises(NotOpenable, match=case.number):
        ruled.object_to(Topic.record, record.id)
    ruled.do(case, "enterprise", "withdraw")
    assert (record.disputed, verify(check.number)["under_objection"]) == (False, False)


@pytest.mark.parametrize(
    ("fields", "values", "effects", "change"),
    [
        (DELETE, {"status": "revoked"}, "stop", "deleted"),
        (
            {"remedy": "correct", "new_fine": "2,500.00", "new_decided_on": str(RIGHT_DAY)},
            {"status": "active", "fine": 2500, "decided_on": RIGHT_DAY},
            "amend",
            "corrected",
        ),
        (
            {"remedy": "supplement", "supplement": "已于2026年6月履行"},
            {"status": "active"},
            "amend",
            "supplemented",
        ),
        ({"remedy": "stop_disclosure"}, {"status": "expired"}, "stop", "disclosure_stopped"),
    ],
)
def test_each_remedy_reaches_the_record_other_systems_and_certificates(
    ruled: Desk, fields, values, effects, change
):
    check, record = ruled.certified()
    case = ruled.objected(record)
    case = ruled.do(case, "authority", "uphold", "经核实，信息与原始文书不符。", **fields)
    assert (case.state, case.outcome, record.disputed) == ("syncing", "upheld", False)
    assert {name: getattr(record, name) for name in values} == values
    deeds = {effect.split("_")[0] for effect in effects_of(case)} - {"lift"}
    assert deeds == {effects}
    last = db.session.scalars(
        select(RecordHistory.change)
        .where(RecordHistory.record_id == record.id)
        .order_by(RecordHistory.version.desc())
    ).first()
    assert last == change
    audited = select(AuditEntry.id).filter_by(action=f"records.{change}", object_ref=str(record.id))
    assert db.session.scalar(audited) is not None
    answer = letters_of(case.id)[-1]
    facts = {fact.label.zh: fact.value for fact in envelope_of(answer).content.facts}
    assert answer.kind == "objection_answer"
    assert "处理方式" in facts
    told = verify(answer.number)
    assert (told["status"], told["intact"]) == ("valid", "yes")
    if fields["remedy"] == "correct":  # still negative, and so a human's to confirm
        (waiting,) = db.session.scalars(select(Check).filter_by(supersedes_id=check.id))
        with ruled.acting("reviewer"):
            confirm(waiting.number)
    if fields["remedy"] != "supplement":  # what is added changes no result
        assert verify(check.number)["status"] == "superseded"
    assert confirm_effects(case).state == "upheld"


def test_an_entry_is_taken_off_its_list(ruled: Desk):
    record = ruled.record(kind="serious_dishonesty_list", tier="serious", penalty_kinds=[])
    case = ruled.objected(record, ground="not_removed")
    case = ruled.do(case, "authority", "uphold", "应当移出", remedy="remove_from_list")
    assert record.removed_on is not None
    assert record.status == "expired"
    assert ruled.check().outcome == "passed"


def test_a_remedy_that_does_not_fit_is_refused_with_all_reasons(desk: Desk):
    case = desk.objected()
    for fields, wanted in (
        ({"remedy": "correct"}, ["correction-missing"]),
        ({"remedy": "correct", "new_fine": "五千"}, ["not-an-amount"]),
        ({"remedy": "delete", "new_fine": "1"}, ["correction-unasked"]),
        ({"remedy": "supplement"}, ["supplement-missing"]),
        ({"remedy": "remove_from_list"}, ["not-listed"]),
    ):
        with pytest.raises(ActionRefused) as problem:
            desk.do(case, "authority", "uphold", "有误", **fields)
        assert codes(problem) == wanted
    assert desk.do(case, "authority", "uphold", "有误", **DELETE).state == "syncing"


def test_a_rejected_objection_counts_again_only_by_a_named_human(ruled: Desk):
    record = ruled.record(fine=500_000, tier="serious", penalty_kinds=["closure"])
    case = ruled.objected(record)
    held = ruled.check()
    with ruled.acting("reviewer"):
        passed = resolve(held.number, Resolution(identity_confirmed=True))
    assert passed.outcome == "passed", "what is disputed never counts"
    case = ruled.do(case, "authority", "reject", "经核实，信息与原始文书一致。")
    assert (case.state, record.disputed) == ("answered", False)
    waiting = db.session.scalars(select(Check).where(Check.supersedes_id == passed.id)).one()
    assert (waiting.outcome, waiting.final) == ("negative", False)
    assert verify(passed.number)["status"] == "valid", "until somebody confirms the worse one"
    letter = letters_of(case.id)[-1]
    remedies = " ".join(one.zh for one in envelope_of(letter).content.remedies)
    assert letter.kind == "objection_refusal"
    assert "复核" in remedies
    assert "行政复议" in remedies


def test_the_terms_are_five_days_and_twenty_in_all(desk: Desk):
    with time_machine.travel(datetime(2026, 11, 23, 10, tzinfo=OFFICE_ZONE), tick=False):
        case = desk.objected()
        assert case.due_on == date(2026, 11, 30)
        desk.do(case, "authority", "request_extension", "需调取档案")
        with pytest.raises(ActionRefused):
            desk.do(case, "reviewer", "approve_own_extension")
        case = desk.do(case, "drc_head", "approve_extension")
        assert case.due_on == date(2026, 12, 21)
        case = desk.do(case, "authority", "hand_over", "属披露环节")
        with pytest.raises(ActionRefused) as problem:
            desk.do(case, "reviewer", "request_own_extension", "再查")
        assert codes(problem) == ["only-once"]
        case = desk.do(case, "reviewer", "reject_own", "经核实，披露期限尚未届满。")
        (window,) = [one for one in clocks_of(case.id) if one.kind == "review_window"]
        assert window.state == "running"
        assert window.due_on == date(2026, 12, 7)
    with time_machine.travel(datetime(2026, 12, 8, 9, tzinfo=OFFICE_ZONE), tick=False):
        tick()
        db.session.expire_all()
        assert case.state == "rejected"


def test_an_extension_of_the_office_is_approved_by_another_person(desk: Desk):
    record = desk.record()
    case = desk.object_to(Topic.record, record.id, ground="past_retention")
    case = desk.do(case, "reviewer", "accept_own")
    desk.do(case, "reviewer", "request_own_extension", "情况复杂")
    with pytest.raises(ActionRefused) as problem:
        desk.do(case, "reviewer", "approve_own_extension")
    assert codes(problem) == ["same-hands"]
    assert desk.do(case, "drc_head", "approve_own_extension").state == "checking"


def test_a_review_has_its_own_clock_and_its_paper(ruled: Desk):
    with time_machine.travel(datetime(2026, 11, 23, 10, tzinfo=OFFICE_ZONE), tick=False):
        record = ruled.record()
        case = ruled.under_review(ruled.objected(record))
        assert (case.due_on, record.disputed) == (date(2026, 11, 30), True)
        with pytest.raises(ActionRefused) as problem:
            ruled.do(case, "reviewer", "review_uphold", "应予删除", **DELETE, **REVIEW)
        assert codes(problem) == ["review-paper-missing"]
        ruled.hand_in_review(case, "enterprise")
        with pytest.raises(ActionRefused, match="复核文书"):
            ruled.do(case, "reviewer", "review_uphold", "应予删除", **DELETE, **REVIEW)
        ruled.hand_in_review(case)
        case = ruled.do(case, "reviewer", "review_uphold", "应予删除", **DELETE, **REVIEW)
    assert (record.status, record.disputed, case.outcome) == ("revoked", False, "upheld")
    refusal, answer = letters_of(case.id)[-2:]
    assert [refusal.kind, answer.kind] == ["objection_refusal", "review_answer"]
    assert refusal.superseded_by_id == answer.id
    facts = [fact.value for fact in envelope_of(answer).content.facts]
    assert REVIEW["review_number"] in facts


def test_a_rejection_on_review_is_the_end(desk: Desk):
    record = desk.record()
    case = desk.under_review(desk.objected(record))
    desk.hand_in_review(case)
    case = desk.do(case, "reviewer", "review_reject", "维持原答复", **REVIEW)
    assert (case.state, case.open, record.disputed) == ("rejected", False, False)
    again = desk.object_to(Topic.record, record.id)
    assert again.number != case.number, "new facts may be brought forward at any time"


def test_what_is_gone_or_not_said_is_refused_all_at_once(desk: Desk):
    gone = desk.record(status="revoked")
    with pytest.raises(ObjectionNotPossible) as problem:
        desk.object_to(
            Topic.record,
            gone.id,
            "clerk",
            ground="result_wrong",
            authorisation=None,
            id_shown=False,
        )
    assert codes(problem) == ["ground-unfit", "authorisation-missing", "id-not-seen", "record-gone"]


def test_a_repair_under_way_is_not_forgotten_by_a_correction(desk: Desk):
    record = desk.record()
    repair = desk.granted(record)
    case = desk.objected(record)
    desk.do(case, "authority", "uphold", "文号有误", remedy="correct", new_decision_number="新文号")
    assert record.status == "repaired"
    left = {
        one.state for one in db.session.scalars(select(CaseEffect).filter_by(case_id=repair.id))
    }
    assert "superseded" not in left
