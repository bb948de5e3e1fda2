"""The operations page says what runs, what waits and what failed."""

import os
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text, update

from credit.rules.service import import_rules
from service import clock
from service.database import db, transaction
from service.doctor.limits import OLDEST_JOB_WARN
from service.doctor.registry import Finding, add_check
from service.messages import msg
from service.observability import board
from service.outbox import standing
from service.outbox.beats import KINDS, Beat
from service.outbox.models import JobState, OutboxJob
from service.outbox.service import enqueue
from tests.credit.checks.conftest import TABLES


def fact(label: str) -> Finding:
    return next(one for one in board.facts() if str(one.label) == label)


def a_failed_job() -> str:
    job_id = enqueue("outbox.forget_done")
    with transaction() as session:
        session.execute(
            update(OutboxJob)
            .where(OutboxJob.id == job_id)
            .values(state=JobState.failed, finished_at=clock.now(), last_error="OSError")
        )
    db.session.expire_all()
    return str(job_id)


def test_a_house_in_order_has_nothing_bad(app: Flask):
    for kind in KINDS:
        Beat(kind).tell()
    import_rules(TABLES / "xh-demo.yaml")
    bad = {str(one.label) for one in board.facts() if one.kind == "bad"}
    assert bad <= {"工作日历"}, "in a year whose days off this code does not hold, that is said"
    assert "正常" in str(fact("数据库").text)


@pytest.mark.parametrize(("late", "kind"), [(0, "ok"), (1, "warn")])
def test_a_job_that_waits_too_long_is_a_warning(app: Flask, late: int, kind: str):
    enqueue("outbox.forget_done")
    waited = OLDEST_JOB_WARN + timedelta(seconds=1 if late else -60)
    with transaction() as session:
        session.execute(update(OutboxJob).values(available_at=OutboxJob.available_at - waited))
    assert fact("待办任务").kind == kind


def test_redis_being_away_is_said_and_breaks_nothing(app: Flask, settings, monkeypatch):
    away = replace(settings, redis_url="redis://127.0.0.1:1/0")
    monkeypatch.setitem(app.config, "SETTINGS", away)
    assert fact("任务队列（Redis）").kind == "warn"
    assert "恢复后自动继续" in str(fact("任务队列（Redis）").text)


def test_processes_that_are_not_heard_of_are_told_by_name(app: Flask, signed_in):
    worker, relay = Beat("worker"), Beat("relay")
    worker.tell()
    relay.tell()
    assert (fact("工作进程").kind, fact("定时进程").kind) == ("ok", "bad")
    assert "outbox schedule" in str(fact("定时进程").remedy)
    assert str(os.getpid()) in signed_in("admin").get("/operations").text
    relay.end()
    assert fact("转发进程").kind == "bad"
    age = text("UPDATE process_beat SET beat_at = beat_at - interval '2 minutes'")
    with transaction() as session:
        session.execute(age)
    assert fact("工作进程").kind == "bad"


def test_a_part_adds_lines_of_its_own(app: Flask, monkeypatch):
    monkeypatch.setitem(app.extensions, "doctor_checks", [])
    add_check(app, "test", lambda: [Finding(msg("最近导入"), "ok", msg("今天"))])
    assert fact("最近导入").kind == "ok"


@pytest.mark.parametrize("role", ["admin", "auditor"])
def test_the_page_names_failed_jobs_and_versions(signed_in, role: str):
    a_failed_job()
    page = signed_in(role).get("/operations").text
    assert "OSError" in page
    assert "PostgreSQL" in page
    assert ("重试任务" in page) == (role == "admin")


def test_the_administrator_retries_a_failed_job_once(signed_in):
    admin, job_id = signed_in("admin"), a_failed_job()
    assert "失败任务" in admin.get("/").text
    for sentence in ("任务已重新排队", "已不在失败状态"):
        answer = admin.post(f"/operations/jobs/{job_id}/retry", follow_redirects=True)
        assert sentence in answer.text
    assert standing.failed_count() == 0


def test_the_auditor_may_look_and_not_retry(signed_in):
    answer = signed_in("auditor").post(f"/operations/jobs/{a_failed_job()}/retry")
    assert answer.status_code == 403
    assert standing.failed_count() == 1


def test_every_kind_of_job_shows_when_it_was_last_done(app: Flask):
    at = clock.now()
    job_id = enqueue("outbox.forget_done")
    with transaction() as session:
        session.execute(
            update(OutboxJob)
            .where(OutboxJob.id == job_id)
            .values(state=JobState.done, finished_at=at)
        )
    assert standing.last_runs() == [("outbox.forget_done", at, 1)]
