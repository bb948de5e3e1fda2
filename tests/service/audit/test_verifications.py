"""Verifications on demand: how much they look at, what they keep, and that they survive a crash."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from service.audit import jobs, overview, verifications
from service.audit.findings import Kind
from service.audit.limits import FINDINGS_KEPT_MAX
from service.audit.models import AuditEntry
from service.audit.verify import verify
from service.database import db
from service.outbox.models import OutboxJob

LEAF_OF_BLOCK = (
    "(SELECT entry_id FROM audit_leaf WHERE trail = 'audit' AND block_number = {n} LIMIT 1)"
)


def alter_one_of_block(tamper, number: int) -> None:
    entry = LEAF_OF_BLOCK.format(n=number)
    assert tamper(f"UPDATE audit_entry SET action = 'other' WHERE id = {entry}") == 1


def result(newest: int | None) -> tuple[int, dict[str, object]]:
    row = verifications.ask(newest, by=7)
    jobs.run_verification(row.id)
    found = verifications.result_of(row)
    assert found is not None
    return row.id, found


def test_a_trail_in_order_is_found_intact(app: Flask, write, seal_everything):
    write(20)
    seal_everything(per_block=5)
    number, found = result(None)
    row = verifications.find(number)
    assert found["clean"]
    assert found["findings"] == []
    assert found["trails"]["audit"]["intact"] >= 20
    assert (row.state, row.done) == ("done", row.total)
    assert verifications.last_result() == (row, found)


def test_only_the_newest_blocks_are_looked_at(app: Flask, write, seal_everything, tamper):
    write(40)
    seal_everything(per_block=5)
    alter_one_of_block(tamper, 1)
    _, narrow = result(2)
    assert (narrow["clean"], narrow["trails"]["query"]["blocks"]) == (True, 2)
    _, wide = result(None)
    assert (wide["clean"], wide["trails"]["audit"]["findings"]) == (False, 1)
    assert [finding["kind"] for finding in wide["findings"]] == [Kind.entry_altered.value]


def test_a_narrow_verification_still_sees_a_tail_cut_off(
    app: Flask, write, seal_everything, tamper
):
    write(40)
    seal_everything(per_block=5)
    last = db.session.scalar(
        select(func.max(verifications.AuditBlock.number)).where(
            verifications.AuditBlock.trail == "audit"
        )
    )
    tamper("DELETE FROM audit_leaf WHERE trail = 'audit' AND block_number = :n", n=last)
    tamper("DELETE FROM audit_block WHERE trail = 'audit' AND number = :n", n=last)
    kinds = {finding.kind for finding in verify(["audit"], newest=2).findings}
    assert Kind.tail_cut in kinds


def test_a_narrow_verification_sees_an_inserted_entry(app: Flask, write, seal_everything, tamper):
    write(10)
    seal_everything(per_block=5)
    write(1, "LATE")
    tamper("UPDATE audit_entry SET actor_name = 'x' WHERE object_ref = 'LATE0'")
    report = verify(["audit"], newest=1)
    assert [finding.kind for finding in report.findings] == [Kind.entry_inserted]


@pytest.mark.parametrize("newest", [1, 3, 7, 8, 9, 1000])
def test_however_many_blocks_are_asked_for_an_intact_trail_is_clean(
    app: Flask, write, seal_everything, newest: int
):
    write(40)
    seal_everything(per_block=5)
    report = verify(newest=newest)
    assert report.is_clean
    assert max(trail.blocks for trail in report.trails) <= newest


def test_a_verification_still_open_is_not_asked_for_twice(app: Flask):
    first, second = verifications.ask(10, by=7), verifications.ask(None, by=8)
    assert first.id == second.id
    assert db.session.scalar(select(func.count()).select_from(OutboxJob)) == 1


def test_the_job_carries_the_number_of_the_run_alone(app: Flask):
    row = verifications.ask(10, by=7)
    assert db.session.scalars(select(OutboxJob.args)).one() == {"verification_id": row.id}


def test_running_twice_keeps_one_result(app: Flask, write):
    write(3)
    number, _ = result(None)
    jobs.run_verification(number)
    told = select(func.count()).where(AuditEntry.action == verifications.ENDED)
    assert db.session.scalar(told) == 1


def test_a_run_that_died_begins_anew(app: Flask, write, seal_everything, monkeypatch):
    write(20)
    seal_everything(per_block=5)
    row = verifications.ask(None, by=7)

    def die(**given: object) -> None:
        given["on_block"]()
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(verifications, "verify", die)
        with pytest.raises(RuntimeError):
            jobs.run_verification(row.id)
    assert verifications.find(row.id).state == "running"
    jobs.run_verification(row.id)
    assert verifications.find(row.id).state == "done"


def test_a_run_that_cannot_end_is_told_as_failed(app: Flask):
    row = verifications.ask(None, by=7)
    verifications.fail(row.id)
    assert verifications.find(row.id).state == "failed"
    assert verifications.last_result() is None
    assert verifications.ask(None, by=7).id != row.id


@pytest.mark.parametrize("altered", [FINDINGS_KEPT_MAX, FINDINGS_KEPT_MAX + 1])
def test_the_entry_keeps_so_many_findings_and_counts_the_rest(
    app: Flask, write, seal_everything, tamper, altered: int
):
    write(altered)
    seal_everything()
    tamper("UPDATE audit_entry SET action = 'other'")
    _, found = result(None)
    assert found["trails"]["audit"]["findings"] == altered
    assert len(found["findings"]) == FINDINGS_KEPT_MAX


def test_the_state_of_the_trails_adds_up(app: Flask, write, seal_everything):
    write(7)
    seal_everything(per_block=5)
    write(3)
    states = overview.trail_states()
    assert [(one.trail, one.entries, one.sealed, one.unsealed, one.blocks) for one in states] == [
        ("audit", 10, 7, 3, 2),
        ("query", 10, 7, 3, 2),
    ]
    assert overview.unsealed_entries() == 6
