"""API tokens: issued once, kept as a digest, worth nothing once revoked or too old."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import text

from service import clock
from service.accounts import limits
from service.accounts.api_tokens import create_token, revoke_token
from service.accounts.service import hash_token
from service.database import db, transaction
from service.problems import Conflict, NotFound
from tests.conftest import DEMO_PASSWORD


def ask(client, token: str):
    return client.get("/api/v1/checks/none", headers={"Authorization": f"Bearer {token}"})


def test_basic_gives_a_token_that_opens(client, account):
    account("clerk", name="li")
    answer = client.post("/api/v1/tokens", auth=("li", DEMO_PASSWORD))
    assert answer.status_code == 201
    assert answer.headers["Cache-Control"] == "no-store"
    assert ask(client, answer.json["token"]).status_code == 404


@pytest.mark.parametrize("auth", [None, ("li", "wrong"), ("no\x00body", "x"), ("", "")])
def test_without_the_right_password_there_is_no_token(client, account, auth):
    account("clerk", name="li")
    answer = client.post("/api/v1/tokens", auth=auth)
    assert (answer.status_code, answer.json["code"]) == (401, "sign-in-refused")


def test_who_guesses_too_often_is_told_how_long_to_wait(client, account, monkeypatch):
    monkeypatch.setattr(limits, "FAILURES_PER_ACCOUNT_MAX", 1)
    account("clerk", name="li")
    client.post("/api/v1/tokens", auth=("li", "wrong"))
    answer = client.post("/api/v1/tokens", auth=("li", DEMO_PASSWORD))
    assert (answer.status_code, answer.json["code"]) == (429, "sign-in-throttled")
    assert answer.headers["Retry-After"] == str(answer.json["retry_after_seconds"]) == "900"


def test_only_a_digest_is_kept(account):
    _, token = create_token(account("clerk"), "test")
    stored = db.session.scalar(text("SELECT token_hash FROM api_token"))
    assert bytes(stored) == hash_token(token)


def test_a_revoked_token_and_an_old_one_open_nothing(client, account):
    clerk = account("clerk")
    row, token = create_token(clerk, "test", timedelta(days=10_000))
    assert row.expires_at <= clock.now() + limits.TOKEN_AGE_MAX
    with time_machine.travel(clock.now() + limits.TOKEN_AGE_MAX + timedelta(seconds=1)):
        assert ask(client, token).status_code == 401
    assert ask(client, token).status_code == 404
    revoke_token(clerk.id, row.id)
    assert ask(client, token).status_code == 401


def test_nobody_revokes_anothers_token(account):
    row, _ = create_token(account("clerk"), "test")
    with pytest.raises(NotFound):
        revoke_token(account("clerk").id, row.id)


def test_a_disabled_account_opens_nothing(client, account):
    clerk = account("clerk", name="li")
    _, token = create_token(clerk, "test")
    with transaction():
        clerk.disabled_at = clock.now()
    assert ask(client, token).status_code == 401
    assert client.post("/api/v1/tokens", auth=("li", DEMO_PASSWORD)).status_code == 401


@pytest.mark.parametrize("header", ["Bearer no", "Basic bGk6eA==", "Nonsense"])
def test_on_the_api_a_session_is_not_lent_to_other_credentials(signed_in, header):
    browser = signed_in("clerk")
    assert browser.get("/api/v1/checks/none").status_code == 404
    answer = browser.get("/api/v1/checks/none", headers={"Authorization": header})
    assert answer.status_code == 401


def test_at_the_limit_the_oldest_alike_makes_room_and_another_label_does_not(
    client, account, monkeypatch
):
    monkeypatch.setattr(limits, "TOKENS_PER_ACCOUNT_MAX", 2)
    clerk = account("clerk")
    _, kept = create_token(clerk, "school")
    _, oldest = create_token(clerk, "nightly")
    _, newest = create_token(clerk, "nightly")
    assert [ask(client, token).status_code for token in (kept, oldest, newest)] == [404, 401, 404]
    with pytest.raises(Conflict):
        create_token(clerk, "third")
