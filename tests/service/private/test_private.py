"""Encryption at rest, the look-up index, masks, and the rotation of keys."""

import os
from dataclasses import replace

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from service import clock
from service.api.models import IdempotentAnswer
from service.database import db, transaction
from service.private import blind_index, mask_name, mask_number, seal, unseal
from service.private.cipher import sealed_by
from service.private.keyring import KeyringError, keyring
from service.private.rotate import ROWS_PER_TRANSACTION, change_master_key, rotate_data_key


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
