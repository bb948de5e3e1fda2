"""Whatever fails, nothing is lost and nothing is done twice: counted at the counterpart."""

import os
import pickle
import signal
import subprocess
import sys
import textwrap
import threading
import time
from datetime import timedelta

import psycopg
import pytest
from flask import Flask, current_app
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError

from service import clock
from service.database import db, transaction
from service.database_address import for_libpq
from service.outbox.models import OutboxJob
from service.outbox.worker import run_claimed
from service.settings import REPOSITORY
from tests.counterpart.running import Counterpart
from tests.workflows.effects.conftest import (
    OUTER,
    effects_now,
    failed_jobs,
    give_ways,
    later,
    outer,
    received,
    state_of,
    states,
    sweep_and_work,
    trust,
    work,
)
from workflows.effects import client
from workflows.effects.limits import (
    ACCEPTED_MAX,
    CIRCUIT_FAILURES,
    CIRCUIT_MAX,
    FAILURES_MAX,
    SEND_LEASE,
    SENDS_AT_ONCE_MAX,
)
from workflows.effects.models import CaseEffect, EffectAttempt, EffectState, EffectTarget
from workflows.effects.sending import send, sweep
from workflows.effects.service import retry_all


def all_done(case, counterpart: Counterpart) -> None:
    """Closed, every effect confirmed, and each done exactly once at the other end."""
    assert states(case) == {EffectState.confirmed}
    assert state_of(case) == "closed"
    own = outer(case)
    # What an earlier test had on its way may still arrive; of this case each comes once.
    assert sorted(one for one in received(counterpart) if one in own) == sorted(own)
    assert failed_jobs() == 0


def outcomes(row: CaseEffect) -> list[str]:
    return list(
        db.session.scalars(
            select(EffectAttempt.outcome)
            .where(EffectAttempt.effect_id == row.id)
            .order_by(EffectAttempt.id)
        )
    )


@pytest.mark.usefixtures("reachable")
class TestAnswers:
    @pytest.mark.parametrize(
        "mode", ["500", "429", "drop-before", "drop-after", "bad-signature", "not-json", "twice"]
    )
    def test_after_a_bad_answer_the_same_is_sent_again_and_done_once(
        self, granted, counterpart, mode
    ):
        counterpart.tell(next=[mode, mode])
        case = granted()
        work()
        for minutes in (2, 5):
            with later(minutes=minutes):
                sweep_and_work()
        all_done(case, counterpart)

    def test_a_refusal_is_dead_at_once_with_its_code(self, granted, counterpart):
        counterpart.tell(next=["422"], code="no-such-record")
        case = granted()
        work()
        dead = [row for row in effects_now(case) if row.state == EffectState.dead]
        assert [(row.last_error, row.attempts, row.next_at) for row in dead] == [
            ("no-such-record", 1, None)
        ]
        with later(days=2):
            sweep_and_work()
        assert counterpart.book["deliveries"].count(str(dead[0].id)) == 1
        assert state_of(case) == "syncing"

    def test_so_many_failures_are_enough(self, granted, counterpart):
        counterpart.tell(mode="429")
        case = granted()
        work()
        for hours in range(1, FAILURES_MAX):
            with later(hours=8 * hours):
                sweep_and_work()
        row = next(row for row in effects_now(case) if row.target in OUTER)
        assert (row.state, row.attempts, row.last_error) == (
            "dead",
            FAILURES_MAX,
            "refused-by-target",
        )
        assert outcomes(row) == ["refused-by-target"] * FAILURES_MAX

    def test_what_is_taken_and_not_done_is_asked_for_again(self, granted, counterpart):
        counterpart.tell(mode="202", retry_after=30)
        case = granted()
        work()
        rows = [row for row in effects_now(case) if row.target in OUTER]
        assert {(row.state, row.attempts, row.last_error) for row in rows} == {("pending", 0, None)}
        counterpart.tell(mode="ok")
        with later(minutes=1):
            sweep_and_work()
        all_done(case, counterpart)

    def test_what_is_never_done_is_dead_in_the_end(self, granted, counterpart):
        counterpart.tell(mode="202")
        case = granted()
        work()
        with later(days=ACCEPTED_MAX.days - 1):
            sweep_and_work()
        assert states(case, "provincial") == {EffectState.pending}
        with later(days=ACCEPTED_MAX.days, minutes=30):
            sweep_and_work()
        rows = [row for row in effects_now(case) if row.target in OUTER]
        assert {row.last_error for row in rows} == {"accepted-and-not-done"}

    def test_the_days_of_a_target_begin_when_it_takes_the_effect(self, granted, counterpart):
        """Neither an outage nor the days before a retry are the target's."""
        counterpart.tell(mode="422")
        case, days = granted(), ACCEPTED_MAX.days
        work()
        counterpart.tell(mode="202")
        for begun in (days + 3, 3 * days):
            assert states(case, "provincial") == {EffectState.dead}
            with later(days=begun):
                retry_all("provincial")
                work()
                assert states(case, "provincial") == {EffectState.pending}
            with later(days=begun + days - 1):
                sweep_and_work()
                assert states(case, "provincial") == {EffectState.pending}
            with later(days=begun + days, minutes=30):
                sweep_and_work()
        row = next(row for row in effects_now(case) if row.target == "provincial")
        assert outcomes(row) == [
            "refused-by-target", *["retried", "accepted", "accepted", "accepted"] * 2,
        ]  # fmt: skip


@pytest.mark.usefixtures("reachable")
class TestDown:
    def test_a_target_that_is_down_is_left_alone_and_comes_back(self, granted, counterpart):
        counterpart.stop(signal.SIGKILL)
        try:
            cases = [granted() for _ in range(4)]
            work()
            tries = db.session.scalar(
                select(func.count()).where(EffectAttempt.outcome == "unreachable")
            )
            assert tries <= 2 * CIRCUIT_FAILURES  # of 12 effects at two targets
            before = tries
            sweep_and_work()
            assert (
                db.session.scalar(
                    select(func.count()).where(EffectAttempt.outcome == "unreachable")
                )
                == before
            )
        finally:
            counterpart.start()
        for minutes in (1, 2, 3, 10, 11):
            with later(minutes=minutes):
                sweep_and_work()
        for case in cases:
            assert state_of(case) == "closed"
        assert sorted(received(counterpart)) == sorted(key for case in cases for key in outer(case))

    def test_while_it_is_down_one_probe_goes_at_a_time(self, granted, counterpart):
        counterpart.tell(mode="500")
        for _ in range(4):
            granted()
        work()
        with later(seconds=CIRCUIT_MAX.total_seconds() + 60):
            assert sweep() == len(OUTER)

    def test_another_target_is_not_held_up(self, app, granted, counterpart, tmp_path, monkeypatch):
        other = Counterpart(tmp_path)
        other.start()
        try:
            trust(other)
            give_ways(
                app, monkeypatch, {"credit_china": counterpart.address, "provincial": other.address}
            )
            counterpart.tell(mode="drop-before")
            cases = [granted() for _ in range(3)]
            work()
            for case in cases:
                assert states(case, "provincial") == {EffectState.confirmed}
                assert states(case, "credit_china") == {EffectState.pending}
            assert len(counterpart.book["deliveries"]) <= CIRCUIT_FAILURES
        finally:
            other.stop()

    def test_a_good_answer_closes_the_circuit(self, granted, counterpart):
        counterpart.tell(next=["500"] * 6)
        case = granted()
        work()
        for minutes in (2, 8, 20, 60):  # retries are spread by chance
            with later(minutes=minutes):
                sweep_and_work()
        assert {row.failures for row in db.session.scalars(select(EffectTarget))} == {0}
        all_done(case, counterpart)


@pytest.mark.usefixtures("reachable")
class TestWorkers:
    def test_of_many_workers_at_one_effect_one_sends(self, app: Flask, granted, counterpart):
        counterpart.tell(mode="slow", seconds=0.3)
        case = granted()
        row = next(row for row in effects_now(case) if row.target in OUTER)

        def try_it() -> None:
            with app.app_context():
                send(row.id)

        threads = [threading.Thread(target=try_it) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert counterpart.book["deliveries"] == [str(row.id)]

    def test_a_slow_target_takes_up_few_workers(self, app: Flask, granted, counterpart):
        counterpart.tell(mode="slow", seconds=0.5)
        ids = [row.id for _ in range(4) for row in effects_now(granted())
               if row.target == "credit_china"]  # fmt: skip

        def try_it(effect_id) -> None:
            with app.app_context():
                send(effect_id)

        threads = [threading.Thread(target=try_it, args=(one,)) for one in ids]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(counterpart.book["deliveries"]) == SENDS_AT_ONCE_MAX
        waiting = db.session.scalars(
            select(CaseEffect).where(
                CaseEffect.target == "credit_china", CaseEffect.state == EffectState.pending
            )
        ).all()
        assert len(waiting) == len(ids) - SENDS_AT_ONCE_MAX
        assert {row.attempts for row in waiting} == {0}

    @pytest.mark.parametrize("commit", range(1, 5))
    def test_a_worker_killed_at_any_commit_loses_and_doubles_nothing(
        self, granted, counterpart, commit
    ):
        """Commits of one send: the job's claim, the effect's claim, its end, the job's end."""
        case = granted()
        row = next(row for row in effects_now(case) if row.target in OUTER)
        job_id = db.session.scalar(
            select(OutboxJob.id).where(OutboxJob.args["effect_id"].astext == str(row.id))
        )
        undo = kill_at(commit)
        try:
            with pytest.raises(Killed):
                run_claimed(job_id)
        finally:
            undo()
            db.session.rollback()
            db.session.remove()
        for seconds in (20, SEND_LEASE.total_seconds() + 21, 300):
            with later(seconds=seconds):
                sweep_and_work()
        all_done(case, counterpart)

    def test_a_process_killed_in_the_middle_of_a_send(self, app, granted, counterpart, settings):
        """The target has it, the worker is gone without a word: the next asks again, once."""
        counterpart.tell(mode="slow", seconds=1.0)
        case = granted()
        row = next(row for row in effects_now(case) if row.target in OUTER)
        child = start_sender(app, str(row.id))
        deadline = time.monotonic() + 60
        while not counterpart.book["deliveries"] and time.monotonic() < deadline:
            time.sleep(0.02)
        child.send_signal(signal.SIGKILL)
        child.wait()
        assert counterpart.book["deliveries"] == [str(row.id)]
        db.session.expire_all()
        left = db.session.get_one(CaseEffect, row.id)
        assert (left.state, left.attempts) == ("pending", 0)
        assert left.claimed_until is not None
        counterpart.tell(mode="ok")
        work()  # its claim still holds: nobody else may be at it
        assert counterpart.book["deliveries"].count(str(row.id)) == 1
        with later(seconds=SEND_LEASE.total_seconds() + 1):
            sweep_and_work()
        assert outcomes(row) == ["worker-lost", "confirmed"]
        assert counterpart.book["deliveries"].count(str(row.id)) == 2
        all_done(case, counterpart)

    def test_a_database_that_goes_away_while_the_target_works(
        self, granted, counterpart, monkeypatch
    ):
        """The answer cannot be written down; it is asked for again and is the same."""
        case = granted()
        row = next(row for row in effects_now(case) if row.target in OUTER)
        post = client.post

        def lose_the_database(*args):
            answer = post(*args)
            # Not a connection of the pool: that one would be left to go on with.
            with psycopg.connect(for_libpq(current_app.config["SETTINGS"].database_url)) as other:
                other.execute(
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid() "
                    "AND usename = current_user"
                )
            return answer

        with monkeypatch.context() as patched:
            patched.setattr(client, "post", lose_the_database)
            with pytest.raises(OperationalError):
                send(row.id)
        db.session.remove()
        db.engine.dispose()
        assert received(counterpart) == [str(row.id)]
        with later(seconds=SEND_LEASE.total_seconds() + 1):
            sweep_and_work()
        all_done(case, counterpart)

    def test_while_an_earlier_effect_is_under_way_a_later_one_waits(self, granted, counterpart):
        case = granted()
        rows = [row for row in effects_now(case) if row.target == "provincial"]
        with transaction() as session:
            session.get_one(CaseEffect, rows[0].id).claimed_until = clock.now() + timedelta(
                minutes=1
            )
        send(rows[1].id)
        assert counterpart.book["deliveries"] == []
        with later(minutes=2):
            send(rows[1].id)
        assert counterpart.book["deliveries"] == [str(rows[1].id)]


class Killed(BaseException):
    """The process is gone: nothing in it catches this."""


def kill_at(number: int):
    """Die before the nth commit; returns what undoes it."""
    seen = 0
    session = db.session.session_factory.class_

    def before(_session) -> None:
        nonlocal seen
        seen += 1
        if seen == number:
            raise Killed

    event.listen(session, "before_commit", before)
    return lambda: event.remove(session, "before_commit", before)


def start_sender(app: Flask, effect_id: str) -> "subprocess.Popen[bytes]":
    """A process of its own that sends one effect with the settings of this one."""
    script = textwrap.dedent("""
        import pickle, sys
        from uuid import UUID
        from wsgi import build
        from workflows.effects.sending import send
        app = build(pickle.loads(sys.stdin.buffer.read()))
        with app.app_context():
            send(UUID(sys.argv[1]))
    """)
    child = subprocess.Popen(
        [sys.executable, "-c", script, effect_id],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdin=subprocess.PIPE,
    )
    child.stdin.write(pickle.dumps(app.config["SETTINGS"]))
    child.stdin.close()
    return child
