"""From a decision to a closed case: every target told once, every answer kept as evidence."""

import json
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from credit.measures import register
from credit.measures.jobs import look
from credit.measures.models import MeasureApplication
from credit.records.models import RecordStatus
from service import clock
from service.audit.models import AuditEntry
from service.database import db, transaction
from service.outbox.models import OutboxJob
from tests.credit.measures.conftest import CONSTRAINT
from tests.workflows.effects.conftest import (
    OUTER,
    act,
    effects_now,
    later,
    outer,
    received,
    record_of,
    state_of,
    states,
    sweep_and_work,
    work,
)
from workflows.effects.limits import FAILURES_MAX
from workflows.effects.models import EffectAttempt, EffectState
from workflows.effects.receipts import still_proves
from workflows.effects.sending import send
from workflows.effects.service import Proof, confirm_manually
from workflows.engine.consequences import CONSEQUENCES
from workflows.engine.fire import fire_as_system

pytestmark = pytest.mark.usefixtures("reachable")


def test_a_decision_asks_every_target_and_sends_nothing_itself(granted, counterpart):
    case = granted(records=2)
    rows = effects_now(case)
    assert len(rows) == 2 * (2 + 2 + 2)
    assert {row.target for row in rows} == {"in_house", *OUTER}
    assert states(case) == {EffectState.pending}
    assert counterpart.book["deliveries"] == []
    asked = db.session.scalars(select(OutboxJob.args).where(OutboxJob.name == "effects.send"))
    assert sorted(args["effect_id"] for args in asked) == sorted(str(row.id) for row in rows)


def test_nothing_is_asked_when_the_decision_fails(make_case, monkeypatch):
    def fail(move):
        raise RuntimeError("the decision cannot be made")

    case = make_case()
    stop = CONSEQUENCES["stop_everywhere"]
    monkeypatch.setitem(CONSEQUENCES, "stop_everywhere", lambda move: (stop(move), fail(move)))
    with pytest.raises(RuntimeError):
        act(case, "grant")
    assert effects_now(case) == []
    assert db.session.scalars(select(OutboxJob)).all() == []
    assert state_of(case) == "draft"


def test_the_case_is_closed_when_all_have_confirmed(granted, counterpart):
    case = granted(records=2)
    work()
    assert states(case) == {EffectState.confirmed}
    assert state_of(case) == "closed"
    assert sorted(received(counterpart)) == sorted(outer(case))
    assert sorted(counterpart.book["deliveries"]) == sorted(outer(case))


def test_the_case_stays_open_while_one_is_left(granted, counterpart):
    counterpart.tell(next=["500"])
    case = granted()
    work()
    assert states(case) == {EffectState.confirmed, EffectState.pending}
    assert state_of(case) == "syncing"
    with later(minutes=1):
        sweep_and_work()
    assert state_of(case) == "closed"


def test_what_is_sent_is_what_the_table_says_and_names_nobody_privately(granted, counterpart):
    case = granted()
    work()
    said = {
        line["message"]["effect"]: line["message"]
        for line in counterpart.book["receipts"]
        if line["message"]["target"] == "credit_china"
    }
    fields = said["stop_publicity"]["fields"]
    assert fields["CF_XDR_SHXYM"] == case.subject_code
    assert fields["CF_WSH"] == record_of(case).decision_number
    assert fields["XF_BLBH"] == case.number
    assert fields["XF_CZLX"] == "终止公示"
    assert said["stop_publicity"]["mapping"] == "credit_china/1"


def test_a_receipt_is_kept_as_evidence_anyone_can_verify(granted):
    case = granted()
    work()
    row = next(row for row in effects_now(case) if row.target == "credit_china")
    assert row.receipt["receipt"]["effect_id"] == str(row.id)
    assert still_proves(row.receipt)
    for member in ("number", "done_at", "effect"):
        forged = json.loads(json.dumps(row.receipt))
        forged["receipt"][member] += "1"
        assert not still_proves(forged)
    attempt = db.session.scalars(
        select(EffectAttempt).where(EffectAttempt.effect_id == row.id)
    ).one()
    assert attempt.outcome == "confirmed"
    assert attempt.request_digest.hex() == row.receipt["receipt"]["request_digest"]
    assert attempt.response_digest is not None


def test_every_confirmation_is_in_the_audit_trail(granted):
    case = granted()
    work()
    told = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "effect.confirmed"))
    assert {entry.object_ref for entry in told} == {str(row.id) for row in effects_now(case)}


def test_in_house_is_confirmed_by_the_records_status_alone(granted):
    case = granted()
    with transaction():
        record_of(case).status = RecordStatus.active
    work()
    rows = [row for row in effects_now(case) if row.target == "in_house"]
    assert {(row.state, row.last_error) for row in rows} == {("pending", "status-not-there")}
    with transaction():
        record_of(case).status = RecordStatus.repaired
    with later(minutes=1):
        sweep_and_work()
    assert states(case) == {EffectState.confirmed}
    row = next(row for row in effects_now(case) if row.target == "in_house")
    assert row.receipt["kind"] == "checked"
    assert row.receipt["status"] == "repaired"
    assert row.confirmed_by == "in_house"


def test_measures_are_lifted_in_house_only_when_none_rests_on_the_record(granted):
    case = granted()
    record = record_of(case)
    with transaction() as session:
        measure = register.activate(register.draw_up(CONSTRAINT).number)
        left = MeasureApplication(
            measure_id=measure.id, subject_id=record.subject_id, record_id=record.id,
            state="confirmed", proposed_at=clock.now(), proposed_because="test",
            confirmed_by="x", confirmed_at=clock.now(),
        )  # fmt: skip
        session.add(left)
    work()
    rows = {row.effect: row for row in effects_now(case) if row.target == "in_house"}
    assert rows["lift_measures"].last_error == "measure-still-applied"
    assert rows["stop_sharing"].state == "confirmed"
    look()  # finds what was left applied, and lifts it
    with later(minutes=1):
        sweep_and_work()
    assert states(case) == {EffectState.confirmed}


def test_a_revocation_restores_everywhere_and_closes_again(granted, counterpart):
    case = granted()
    work()
    fire_as_system(case.id, "revoke")
    assert state_of(case) == "restoring"
    work()
    assert state_of(case) == "closed"
    done = [line["message"]["effect"] for line in counterpart.book["receipts"]]
    assert done[-3:] != done[:3]
    assert {word for word in done if word.startswith("restore")} == {
        "restore_publicity",
        "restore_sharing",
        "restore_measures",
    }


def test_a_stop_that_was_never_sent_is_not_sent_after_the_restoration(granted, counterpart):
    counterpart.tell(mode="500")
    case = granted()
    work()
    act(case, "fail")
    counterpart.tell(mode="ok")
    for _ in range(FAILURES_MAX):
        with later(hours=1):
            sweep_and_work()
    done = [line["message"]["effect"] for line in counterpart.book["receipts"]]
    assert sorted(done) == ["restore_measures", "restore_publicity", "restore_sharing"]
    assert state_of(case) == "closed"
    assert {
        row.state
        for row in effects_now(case)
        if row.target in OUTER and "restore" not in row.effect
    } == {EffectState.superseded}


def test_a_shield_is_told_and_undone_when_the_plan_fails(make_case, counterpart):
    case = act(make_case(), "shield")
    work()
    assert states(case) == {EffectState.confirmed}
    act(case, "fail")
    work()
    assert state_of(case) == "closed"
    done = [line["message"]["effect"] for line in counterpart.book["receipts"]]
    assert sorted(done) == sorted(
        f"{deed}_{aspect}"
        for deed in ("shield", "restore")
        for aspect in ("publicity", "sharing", "measures")
    )


def test_two_last_confirmations_at_once_close_the_case(granted, app):
    """Each by itself sees the other as not yet done; the case's lock makes them queue."""
    case = granted()
    with transaction() as session:
        rows = effects_now(case)
        for row in rows[:-2]:
            row.state = EffectState.confirmed
        for row in rows[-2:]:
            row.state = EffectState.manual
        session.flush()
    last = [row.id for row in rows[-2:]]
    gate = threading.Barrier(2)

    def confirm(effect_id):
        with app.app_context():
            gate.wait()
            confirm_manually(effect_id, Proof("1", "公函"))

    threads = [threading.Thread(target=confirm, args=(one,)) for one in last]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    work()
    assert state_of(case) == "closed"


def test_a_job_run_again_and_again_sends_once(granted, counterpart):
    case = granted()
    work()
    for row in effects_now(case):
        for _ in range(3):
            send(row.id)
    assert sorted(counterpart.book["deliveries"]) == sorted(outer(case))
    with later(days=1):
        sweep_and_work()
    assert sorted(counterpart.book["deliveries"]) == sorted(outer(case))


def test_attempts_cannot_be_altered(granted):
    granted()
    work()
    with pytest.raises(DBAPIError), transaction() as session:
        session.execute(EffectAttempt.__table__.update().values(outcome="confirmed"))


def test_an_effect_waits_its_time(granted, counterpart):
    counterpart.tell(next=["503"], retry_after=600)
    case = granted()
    work()
    row = next(row for row in effects_now(case) if row.state == EffectState.pending)
    assert row.next_at >= clock.now() + timedelta(seconds=590)
    with later(minutes=9):
        sweep_and_work()
    assert EffectState.pending in states(case)
    with later(minutes=11):
        sweep_and_work()
    assert states(case) == {EffectState.confirmed}
