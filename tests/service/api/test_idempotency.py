"""`Idempotency-Key`: done once and answered the same, under every kind of repetition."""

import io
import threading
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select, text

from service import clock
from service.api.idempotency import ANSWERS_KEPT, KEY_CHARS_MAX, forget_answers
from service.api.models import IdempotentAnswer
from service.database import db
from service.files import StoredFile

GOOD = {"inner": {"name": "a"}}
KEY = {"Idempotency-Key": "k-1"}


def made() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(StoredFile))


def kept() -> int:
    return db.session.scalar(select(func.count()).select_from(IdempotentAnswer))


def test_a_repeat_gets_the_same_answer_with_its_headers(probe):
    first = probe("post", "/probe/things", json=GOOD, headers=KEY)
    second = probe("post", "/probe/things", json=GOOD, headers=KEY)
    assert first.status_code == second.status_code == 201
    assert first.data == second.data
    for header in ("Content-Type", "Location", "Cache-Control"):
        assert first.headers[header] == second.headers[header]
    assert "Idempotent-Replayed" not in first.headers
    assert made() == 1


def test_sixteen_at_once_do_it_once(probe):
    answers = []

    def send() -> None:
        answers.append(probe("post", "/probe/things", json=GOOD, headers=KEY))

    threads = [threading.Thread(target=send) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.data for answer in answers} == {answers[0].data}
    assert made() == 1


@pytest.mark.parametrize(("body", "status"), [("taken", 409), ("crash", 500), ("too long", 422)])
def test_a_refusal_is_not_kept_and_leaves_nothing(probe, body, status):
    refused = probe("post", "/probe/things", json={"inner": {"name": body}}, headers=KEY)
    assert refused.status_code == status
    assert (made(), kept()) == (0, 0)
    assert probe("post", "/probe/things", json=GOOD, headers=KEY).status_code == 201


def test_a_refusal_that_is_returned_is_not_kept_either(probe):
    for _ in range(2):
        answer = probe("post", "/probe/refused", headers=KEY)
        assert answer.status_code == 409
        assert "Idempotent-Replayed" not in answer.headers
    assert kept() == 0


def test_a_streamed_answer_is_kept_whole(probe):
    first = probe("post", "/probe/streamed", headers=KEY)
    second = probe("post", "/probe/streamed", headers=KEY)
    assert len(first.data) == 2_000_001
    assert first.data == second.data


def test_an_answer_that_cannot_be_kept_undoes_what_was_done(probe):
    assert probe("post", "/probe/binary", headers=KEY).status_code == 500
    assert made() == 0


def test_a_key_is_the_callers_own(probe, api):
    probe("post", "/probe/things", json=GOOD, headers=KEY)
    assert probe("post", "/probe/things", json={"inner": {"name": "b"}}, headers=KEY).json[
        "code"
    ] == ("idempotency-key-reused")
    other = api("clerk").post("/checks", json={}, headers=KEY)
    assert other.json["code"] == "invalid-input"


def upload(*contents: bytes) -> dict:
    return {"file": [(io.BytesIO(content), "a.csv") for content in contents]}


def test_files_are_part_of_the_request(probe):
    first = probe("post", "/probe/files", data=upload(b"one"), headers=KEY)
    assert first.status_code == 201, first.text
    assert probe("post", "/probe/files", data=upload(b"one"), headers=KEY).data == first.data
    other = probe("post", "/probe/files", data=upload(b"two"), headers=KEY)
    assert other.json["code"] == "idempotency-key-reused"


def test_two_files_in_one_field_are_no_crash(probe):
    assert probe("post", "/probe/files", data=upload(b"1", b"2"), headers=KEY).status_code == 201


def test_a_form_read_before_is_still_part_of_the_request(client, account):
    from tests.conftest import DEMO_PASSWORD

    account("clerk", name="li")

    def token(label: str):
        return client.post(
            "/api/v1/tokens", data={"label": label}, auth=("li", DEMO_PASSWORD), headers=KEY
        )

    assert token("one").status_code == 201
    assert token("two").json["code"] == "idempotency-key-reused"
    assert token("one").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("key", "status"),
    [("k" * KEY_CHARS_MAX, 201), ("k" * (KEY_CHARS_MAX + 1), 422), ("", 422), ("a\x7f", 422)],
)
def test_a_key_has_a_form(probe, key, status):
    headers = {"Idempotency-Key": key}
    assert probe("post", "/probe/things", json=GOOD, headers=headers).status_code == status


def test_answers_are_sealed_and_forgotten_in_time(probe):
    probe("post", "/probe/things", json=GOOD, headers=KEY)
    body = db.session.scalar(text("SELECT body FROM idempotent_answer"))
    assert b'"id"' not in bytes(body)
    db.session.rollback()
    assert forget_answers() == 0
    with time_machine.travel(clock.now() + ANSWERS_KEPT + timedelta(seconds=1)):
        assert forget_answers() == 1
