"""Each check sees what it is there for, and says what to do."""

import os
import socket
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import text, update

from service import clock
from service.accounts.demo import DEMO_ACCOUNTS
from service.accounts.models import Account
from service.database import db, transaction
from service.doctor import machine, outside, papers, queue, secrets, trail
from service.doctor.database import look_at_database
from service.doctor.registry import Finding, Kind, checks, examine
from service.observability import board
from service.operating import Operating
from service.outbox.beats import Beat
from service.settings import Settings
from service.supervise.ports import free_port
from service.targets import TargetAddress
from workflows.workdays.standing import look_at_calendar


@pytest.fixture
def given(app: Flask, settings: Settings, monkeypatch):
    """Puts other settings in force."""

    def give(**values: object) -> None:
        monkeypatch.setitem(app.config, "SETTINGS", replace(settings, **values))

    return give


def kinds(found: Iterable[Finding]) -> list[str]:
    """Sorted kinds; whatever is not fine says what to do."""
    listed = list(found)
    assert all(one.remedy for one in listed if one.kind in {Kind.warn, Kind.bad})
    return sorted(str(one.kind) for one in listed)


def test_the_doctor_looks_at_everything_the_board_shows_and_more(app: Flask):
    quick = {one.code for one in examine(deep=False)}
    everything = examine(deep=True)
    assert quick < {one.code for one in everything} <= {check.code for check in checks()}
    assert {"credit.rules", "credit.issuing", "workflows.overdue", "workflows.calendar"} <= quick
    assert len(board.facts()) == len([one for one in everything if one.code in quick])
    broken = [one for one in everything if "没有查完" in str(one.finding.text)]
    assert broken == []


def test_a_database_that_is_behind_or_ahead_or_careless(app: Flask, given):
    assert Kind.ok in kinds(look_at_database())
    with db.engine.begin() as connection:
        was = connection.scalar(text("SELECT version_num FROM alembic_version"))
    try:
        for have, kind in (("0001", Kind.bad), ("9999", Kind.warn)):
            with transaction() as session:
                session.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": have})
            assert kind in kinds(look_at_database())
    finally:
        with transaction() as session:
            session.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": was})
    given(env="production")
    with db.session.connection() as connection:
        connection.execute(text("SET synchronous_commit = off"))
        assert any("synchronous_commit" in str(one.text) for one in look_at_database())
        connection.execute(text("RESET synchronous_commit"))


def test_secrets_that_others_can_read_and_demonstrations_in_production(
    app: Flask, given, account, tmp_path: Path, monkeypatch
):
    path = tmp_path / "key"
    path.write_text("x")
    path.chmod(0o600)
    monkeypatch.setenv("CREDIT_DATA_KEY_FILE", str(path))
    given(var_dir=tmp_path, public_url="https://credit.example.gov.cn")
    assert kinds(secrets.look_at_secrets()) == [Kind.ok]
    path.chmod(0o644)
    assert kinds(secrets.look_at_secrets()) == [Kind.warn]
    given(env="production", var_dir=tmp_path, public_url="http://credit.example.gov.cn")
    assert kinds(secrets.look_at_secrets()) == [Kind.bad, Kind.warn]
    account("clerk", name=DEMO_ACCOUNTS[0].name)
    assert kinds(secrets.look_at_secrets()) == [Kind.bad, Kind.bad, Kind.warn]
    with transaction() as session:
        session.execute(update(Account).values(disabled_at=clock.now()))
    assert kinds(secrets.look_at_secrets()) == [Kind.bad, Kind.warn]


@pytest.mark.parametrize(
    ("hours", "kind"), [(1, Kind.ok), (30, Kind.warn), (100, Kind.bad), (None, Kind.bad)]
)
def test_the_age_of_the_newest_backup(app: Flask, given, tmp_path: Path, hours, kind):
    marker = tmp_path / "done"
    if hours is not None:
        marker.touch()
        at = (clock.now() - timedelta(hours=hours)).timestamp()
        os.utime(marker, (at, at))
    given(operating=Operating(backup_marker=marker))
    assert kinds(machine.look_at_backups()) == [kind]


def test_clocks_that_are_apart_and_disks_that_fill_up(app: Flask, monkeypatch):
    Beat("worker").tell()
    assert kinds(machine.look_at_clocks()) == [Kind.ok]
    with transaction() as session:
        session.execute(text("UPDATE process_beat SET own_clock = own_clock + interval '10 s'"))
    assert kinds(machine.look_at_clocks()) == [Kind.warn]
    monkeypatch.setattr(machine, "DISK_BYTES_BAD", 1)
    for free, kind in ((-1, Kind.ok), (2, Kind.bad)):
        monkeypatch.setattr(machine, "DISK_FREE_WARN", free)
        monkeypatch.setattr(machine, "DISK_FREE_BAD", free)
        assert set(kinds(machine.look_at_disks())) == {kind}


def test_a_key_that_signed_before_must_be_published(app: Flask, monkeypatch):
    assert kinds(papers.look_at_signing()) == [Kind.ok]
    assert kinds(papers.look_at_drawing()) == [Kind.ok]
    torn = app.config["SETTINGS"].var_dir / papers.signing.RETIRED_KEYS / "torn.pem"
    torn.parent.mkdir(exist_ok=True)
    torn.write_text("-----BEGIN")
    (found,) = papers.look_at_signing()
    torn.unlink()
    assert (found.kind, str(torn) in str(found.text)) == (Kind.bad, True)
    monkeypatch.setattr(papers.signing, "trusted_keys", dict)
    from service import audit
    from service.audit import sealing

    with transaction():
        audit.record("job.retried", "outbox_job", "1")
    sealing.seal_all()
    assert kinds(papers.look_at_signing()) == [Kind.bad]
    assert kinds(trail.look_at_seals()) == [Kind.ok]
    assert kinds(trail.look_at_verification()) == [Kind.info]


def test_systems_outside_that_answer_or_do_not(app: Flask, given):
    with closing(socket.create_server(("127.0.0.1", 0))) as there:
        port = there.getsockname()[1]
        open_address, shut = f"127.0.0.1:{port}", f"127.0.0.1:{free_port()}"
        given(
            smtp_url=f"smtp://user:secret@{open_address}?from=a@b",
            sms_url=f"http://{shut}/",
            targets={"provincial": TargetAddress(f"http://{shut}/x", ())},
            scanner=f"tcp://{shut}",
        )
        found = list(outside.look_outside())
    assert kinds(found) == [Kind.bad, Kind.ok, Kind.warn, Kind.warn]
    assert not any("secret" in str(one.text) for one in found)
    given(redis_url=f"redis://{shut}/0")
    assert kinds(queue.look_at_redis()) == [Kind.warn]


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (datetime(2026, 9, 30, 4, tzinfo=UTC), [Kind.ok]),
        (datetime(2026, 10, 2, 4, tzinfo=UTC), [Kind.warn]),
        (datetime(2026, 12, 2, 4, tzinfo=UTC), [Kind.bad]),
        (datetime(2031, 5, 2, 4, tzinfo=UTC), [Kind.bad]),
    ],
)
def test_the_days_off_of_the_next_year_are_asked_for_in_time(app: Flask, day, kind):
    with time_machine.travel(day, tick=False):
        assert kinds(look_at_calendar()) == kind
