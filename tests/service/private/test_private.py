"""Encryption at rest, the look-up index, masks, and the rotation of keys."""

import base64
import os
import threading
import time
from dataclasses import replace

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from service import clock
from service.api.models import IdempotentAnswer
from service.database import db, transaction
from service.outbox.service import take_due
from service.private import blind_index, mask_name, mask_number, seal, unseal
from service.private import keyring as keys
from service.private.cipher import sealed_by
from service.private.jobs import reseal_stragglers
from service.private.keyring import Keyring, KeyringError, keyring
from service.private.rotate import (
    ROWS_PER_TRANSACTION,
    change_master_key,
    reseal,
    rotate_data_key,
)

KEY = base64.b64encode(bytes(32)).decode()


@pytest.mark.parametrize("secret", ["11010519491231002X", "", "张三", "💥" * 100])
def test_what_is_sealed_comes_back(app, secret):
    assert unseal(seal(secret)) == secret


def test_sealing_twice_gives_different_bytes(app):
    assert seal("11010519491231002X") != seal("11010519491231002X")


def test_any_altered_byte_is_noticed(app):
    blob = seal("11010519491231002X")
    for place in range(5, len(blob)):
        broken = blob[:place] + bytes([blob[place] ^ 1]) + blob[place + 1 :]
        with pytest.raises(InvalidTag):
            unseal(broken)


def test_the_index_finds_equals_and_keeps_kinds_apart(app):
    assert blind_index("passport", "E12345678") == blind_index("passport", "E12345678")
    assert blind_index("passport", "E12345678") != blind_index("permit", "E12345678")


@given(st.text(alphabet="0123456789X", min_size=8, max_size=18))
def test_a_mask_shows_seven_characters_at_most(number):
    masked = mask_number(number)
    assert len(masked) == len(number)
    assert sum(char != "*" for char in masked) <= 7


@pytest.mark.parametrize(("name", "masked"), [("张三丰", "张**"), ("王", "王*"), ("", "*")])
def test_a_name_keeps_its_first_character(name, masked):
    assert mask_name(name) == masked


def stored_answers(count: int) -> None:
    with transaction() as session:
        for number in range(count):
            session.add(
                IdempotentAnswer(
                    account_id=number,
                    key="k",
                    request_hash=b"",
                    status=200,
                    headers={},
                    body=f"answer {number}",
                    created_at=clock.now(),
                )
            )


@pytest.mark.parametrize("count", [3, ROWS_PER_TRANSACTION, ROWS_PER_TRANSACTION + 1])
def test_rotation_seals_every_row_anew_and_nothing_is_lost(app, count):
    stored_answers(count)
    done = rotate_data_key()
    assert done.resealed == count
    blobs = db.session.execute(text("SELECT body FROM idempotent_answer")).scalars().all()
    assert {sealed_by(bytes(blob)) for blob in blobs} == {done.key_id}
    db.session.expire_all()
    bodies = {row.body for row in db.session.query(IdempotentAnswer)}
    assert bodies == {f"answer {number}" for number in range(count)}


def test_old_blobs_open_after_rotation(app):
    blob = seal("secret")
    rotate_data_key()
    assert unseal(blob) == "secret"


def test_the_master_key_can_be_changed_and_the_old_one_opens_nothing(app, settings):
    blob = seal("secret")
    new_master = os.urandom(32)
    change_master_key(new_master)
    keyring().forget()
    try:
        with pytest.raises(KeyringError):
            unseal(blob)
        app.config["SETTINGS"] = replace(settings, data_key=new_master)
        assert unseal(blob) == "secret"
        change_master_key(settings.data_key)
    finally:
        app.config["SETTINGS"] = settings
        keyring().forget()


def test_no_key_is_made_under_a_master_key_that_was_changed_meanwhile(app, settings):
    blob = seal("secret")
    new_master = os.urandom(32)
    change_master_key(new_master)
    try:
        runner = app.test_cli_runner()  # still knows the old one
        for command in (["rotate"], ["change-master"]):
            told = runner.invoke(args=["private", *command], env={"CREDIT_NEW_DATA_KEY": KEY})
            assert (told.exit_code, told.output.count("CREDIT_DATA_KEY")) == (1, 1)
        app.config["SETTINGS"] = replace(settings, data_key=new_master)
        keyring().forget()
        assert unseal(blob) == "secret"
        change_master_key(settings.data_key)
    finally:
        app.config["SETTINGS"] = settings
        keyring().forget()


def test_another_process_notices_a_rotation_and_its_stragglers_are_sealed_anew(app, monkeypatch):
    slow = Keyring()
    first, _ = slow.current()
    app.extensions["keyring"], quick = slow, keyring()
    stored_answers(1)
    app.extensions["keyring"] = quick
    key_id = rotate_data_key().key_id
    app.extensions["keyring"] = slow  # a process that has not heard of it yet
    with transaction() as session:
        session.execute(text("DELETE FROM idempotent_answer"))
    stored_answers(2)
    app.extensions["keyring"] = quick
    assert keys_in_use() == {first}
    assert "private.reseal" in asked_for()
    reseal_stragglers()
    assert keys_in_use() == {key_id}
    monkeypatch.setattr(keys.time, "monotonic", lambda: 1e12)
    assert slow.current()[0] == key_id


def keys_in_use() -> set[int]:
    blobs = db.session.execute(text("SELECT body FROM idempotent_answer")).scalars().all()
    db.session.rollback()
    return {sealed_by(bytes(blob)) for blob in blobs}


def asked_for() -> set[str]:
    assert take_due() == []  # not before every process has noticed
    return set(db.session.execute(text("SELECT name FROM outbox_job")).scalars())


def test_what_is_sealed_by_the_current_key_is_left_alone(app):
    stored_answers(3)
    rotate_data_key()
    assert reseal() == 0


def test_of_rotations_at_once_one_key_stays_current(app):
    def rotate() -> None:
        with app.app_context():
            rotate_data_key()

    threads = [threading.Thread(target=rotate) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    current = db.session.scalar(text("SELECT count(*) FROM data_key WHERE retired_at IS NULL"))
    assert current == 1


def test_keys_are_read_though_every_connection_of_the_pool_is_taken(app):
    keyring().forget()
    options = app.config["SQLALCHEMY_ENGINE_OPTIONS"]
    db.session.rollback()
    taken = [db.engine.connect() for _ in range(options["pool_size"] + options["max_overflow"])]
    try:
        assert unseal(seal("张三")) == "张三"
    finally:
        for connection in taken:
            connection.close()


def test_of_threads_at_once_one_reads_the_keys(app, monkeypatch):
    reads = []
    read = keys._stored_keys

    def slowly(master: bytes):
        reads.append(1)
        time.sleep(0.05)
        return read(master)

    monkeypatch.setattr(keys, "_stored_keys", slowly)
    ring = Keyring()

    def ask() -> None:
        with app.app_context():
            ring.current()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(reads) == 1


def test_threads_may_seal_while_the_keyring_is_read_anew(app):
    faults: list[Exception] = []

    def work() -> None:
        with app.app_context():
            for number in range(60):
                try:
                    assert unseal(seal(str(number))) == str(number)
                    keyring().forget()
                except Exception as error:  # noqa: BLE001 - any fault is one too many
                    faults.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


@pytest.mark.parametrize(
    "compare",
    [
        lambda column: column == "x",
        lambda column: column != "x",
        lambda column: column.in_(["x"]),
        lambda column: column.like("x%"),
        lambda column: column.desc(),
        lambda column: column < "x",
    ],
)
def test_a_sealed_column_cannot_be_compared_by_mistake(app, compare):
    with pytest.raises(TypeError, match="blind index"):
        compare(IdempotentAnswer.body)


def test_a_sealed_column_can_be_asked_whether_it_is_empty(app):
    assert IdempotentAnswer.body.is_(None) is not None
