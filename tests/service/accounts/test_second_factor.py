"""Proving a second factor at sign-in: once, in time, by one browser, and not by guessing."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, text, update

from service import clock
from service.accounts import administration, limits, sign_in_steps
from service.accounts.administration import Reason
from service.accounts.authenticate import SESSION_KEY
from service.accounts.browser import STEP_KEY
from service.accounts.changing import change_password
from service.accounts.jobs import forget_failures
from service.accounts.models import RecoveryCode, SecondFactor, SignInStep
from service.accounts.second_factor import WrongCode
from service.accounts.service import open_session
from service.accounts.sign_in_steps import StepOver
from service.accounts.throttle import SignInThrottled
from service.audit.models import AuditEntry
from service.database import db
from service.notices.models import Notice
from tests.conftest import DEMO_PASSWORD
from tests.factories.factors import phone_of
from tests.service.accounts.test_sign_in import in_threads

RIGHT = {"name": "li", "password": DEMO_PASSWORD}
WRONG = {"name": "li", "password": "no-such-password"}
STEP = timedelta(seconds=30)


@pytest.fixture
def li(account):
    return account("clerk", name="li")


@pytest.fixture
def phone(li):
    return phone_of(li)


def half_in(app: Flask):
    """A browser that has proved the password."""
    browser = app.test_client()
    answer = browser.post("/sign-in", data=RIGHT | {"next": "/account"})
    assert answer.headers["Location"] == "/sign-in/code?next=/account"
    return browser


def is_in(browser) -> bool:
    return browser.get("/account").status_code == 200


def notices() -> list[str]:
    return list(db.session.scalars(select(Notice.kind).order_by(Notice.id)))


def test_the_password_alone_opens_nothing_and_the_code_does(app, phone):
    browser = half_in(app)
    with browser.session_transaction() as session:
        step = session[STEP_KEY]
        assert set(session) <= {STEP_KEY, "csrf_token", "lang", "_permanent"}
    assert not is_in(browser)
    thief = app.test_client()  # the step is no session, wherever it is put
    with thief.session_transaction() as session:
        session[SESSION_KEY] = step
    assert not is_in(thief)
    assert browser.post("/sign-in/code", data={"code": phone.wrong()}).status_code == 422
    answer = browser.post("/sign-in/code", data={"code": phone.code(), "next": "/account"})
    assert answer.headers["Location"] == "/account"
    assert is_in(browser)
    with browser.session_transaction() as session:
        assert STEP_KEY not in session
        assert session[SESSION_KEY] != step
    with thief.session_transaction() as session:
        session.clear()
        session[STEP_KEY] = step  # used up
    assert thief.get("/sign-in/code").status_code == 409
    seen = select(AuditEntry.action).where(AuditEntry.action.startswith("session."))
    told = ["session.code_refused", "session.opened", "session.password_proved"]
    assert sorted(db.session.scalars(seen)) == told


def test_a_code_is_taken_once_and_none_from_before_it(app, phone):
    with time_machine.travel(clock.now(), tick=False):
        ahead, present = phone.code(1), phone.code()
        assert half_in(app).post("/sign-in/code", data={"code": ahead}).status_code == 302
        for used in (ahead, present, phone.code(-1)):
            again = half_in(app).post("/sign-in/code", data={"code": used})
            assert (again.status_code, "已经用过" in again.text) == (422, True)
    with time_machine.travel(clock.now() + 2 * STEP, tick=False):
        assert half_in(app).post("/sign-in/code", data={"code": phone.code()}).status_code == 302


def test_of_many_who_send_one_code_at_once_one_gets_in(app, li, phone):
    for code in (phone.code(), phone.paper[0]):
        steps = [sign_in_steps.begin(li) for _ in range(6)]
        found = in_threads(app, 6, lambda n, steps=steps, code=code: sign_in_steps.finish(
            steps[n], code, "a"
        ))  # fmt: skip
        assert sorted(type(one).__name__ for one in found) == ["WrongCode"] * 5 + ["tuple"]


@pytest.mark.parametrize("raw", ["authenticator", "paper"])
def test_the_database_itself_takes_a_code_once(app, li, phone, raw):
    """Without the lock under which attempts of a name go one after another."""
    from service.accounts import second_factor
    from service.database import transaction

    code = phone.code() if raw == "authenticator" else phone.paper[0]

    def use(_: int) -> object:
        with transaction():
            return second_factor.use(li.id, code)

    found = in_threads(app, 6, use)
    assert [one for one in found if one is not None] == [
        second_factor.Used.authenticator if raw == "authenticator" else "recovery-code"
    ]


def test_a_step_ends_by_time_and_with_every_session_of_the_account(app, li, phone, account):
    boss = account("admin").id
    browser = half_in(app)
    late = clock.now() + limits.SIGN_IN_STEP_AGE_MAX + timedelta(seconds=1)
    with time_machine.travel(late, tick=False):
        answer = browser.post("/sign-in/code", data={"code": phone.code()})
        assert (answer.status_code, "验证时间已过" in answer.text) == (409, True)
        forget_failures()
        assert db.session.scalar(select(SignInStep.account_id)) is None
    ends = (
        lambda: change_password(li.id, DEMO_PASSWORD, "seven quiet geese walk home"),
        lambda: administration.end_sessions(li.id, Reason.suspected, by=boss),
        lambda: administration.disable(li.id, Reason.left, by=boss),
    )
    for end in ends:
        token = sign_in_steps.begin(li)
        end()
        with pytest.raises(StepOver):
            sign_in_steps.finish(token, phone.code(), "a")


def test_a_session_that_proved_no_factor_opens_no_account_that_has_one(app, li):
    """One from before, or made by an older program on the same database."""
    browser = app.test_client()
    with browser.session_transaction() as session:
        session[SESSION_KEY] = open_session(li)
    assert is_in(browser)
    phone_of(li)
    assert not is_in(browser)


def test_codes_are_guessed_under_the_same_throttle_and_tell_nothing_of_the_password(app, phone):
    stranger = half_in(app)
    for _ in range(limits.FAILURES_PER_ACCOUNT_MAX):
        assert stranger.post("/sign-in/code", data={"code": phone.wrong()}).status_code == 422
        half_in(app) if _ < limits.FAILURES_PER_ACCOUNT_MAX - 1 else None  # forgives nothing
    assert stranger.post("/sign-in/code", data={"code": phone.code()}).status_code == 429
    answers = [app.test_client().post("/sign-in", data=data) for data in (RIGHT, WRONG)]
    assert [answer.status_code for answer in answers] == [429, 429]
    first, second = (
        re.sub(r'(name="csrf_token" value=)"[^"]*"', r"\1", one.text) for one in answers
    )
    assert first == second
    assert notices() == ["account.codes_guessed"]


def test_many_wrong_codes_in_a_row_shut_the_authenticator_and_paper_opens_it(
    app, li, phone, monkeypatch
):
    monkeypatch.setattr(limits, "FACTOR_FAILURES_MAX", 3)
    for _ in range(3):
        with pytest.raises(WrongCode):
            sign_in_steps.finish(sign_in_steps.begin(li), phone.wrong(), "a")
    with pytest.raises(WrongCode, match="已暂停使用"):
        sign_in_steps.finish(sign_in_steps.begin(li), phone.code(), "a")
    sign_in_steps.finish(sign_in_steps.begin(li), phone.paper[0].upper().replace("-", " "), "a")
    sign_in_steps.finish(sign_in_steps.begin(li), phone.code(), "a")
    assert notices() == ["account.recovery_code_used"]
    used = select(AuditEntry.object_ref).where(AuditEntry.action == "account.recovery_code_used")
    assert db.session.scalars(used).all() == [str(li.id)]


def test_a_recovery_code_is_kept_as_a_hash_and_used_once(app, li, phone):
    browser = half_in(app)
    assert "恢复码" in browser.get("/sign-in/code?recovery=1").text
    assert browser.post("/sign-in/code", data={"code": phone.paper[3]}).status_code == 302
    again = half_in(app).post("/sign-in/code", data={"code": phone.paper[3], "recovery": "1"})
    assert again.status_code == 422
    kept = db.session.scalars(select(RecoveryCode)).all()
    assert len(kept) == limits.RECOVERY_CODES
    assert sum(one.used_at is not None for one in kept) == 1
    assert all(one.code_hash.startswith("$argon2id$") for one in kept)


def test_the_secret_is_sealed_in_the_database(app, li, phone):
    raw = db.session.scalar(text("SELECT secret FROM second_factor"))
    assert phone.secret.encode() not in bytes(raw)
    assert db.session.scalar(select(SecondFactor.secret)) == phone.secret


@pytest.mark.parametrize("code", ["", "\x00", "字" * 64, "x" * 65, "1" * 64, "'; --"])
def test_whatever_is_sent_as_a_code_is_refused_as_one(app, phone, code):
    assert half_in(app).post("/sign-in/code", data={"code": code}).status_code == 422


def test_a_known_browser_is_counted_by_itself_here_too(app, li, phone):
    known = half_in(app)
    known.post("/sign-in/code", data={"code": phone.code(-1)})
    known.post("/sign-out")
    for _ in range(limits.FAILURES_PER_ACCOUNT_MAX):
        with pytest.raises(WrongCode):
            sign_in_steps.finish(sign_in_steps.begin(li), phone.wrong(), "192.0.2.1")
    with pytest.raises(SignInThrottled):
        sign_in_steps.finish(sign_in_steps.begin(li), phone.code(), "192.0.2.1")
    known.post("/sign-in", data=RIGHT)
    assert known.post("/sign-in/code", data={"code": phone.code(1)}).status_code == 302


def test_no_token_is_issued_by_the_password_of_an_account_with_a_factor(app, li, phone):
    answer = app.test_client().post("/api/v1/tokens", auth=("li", DEMO_PASSWORD))
    assert (answer.status_code, answer.json["code"]) == (403, "second-factor-needed")
    db.session.execute(update(SecondFactor).values(last_step=0))
    browser = half_in(app)
    browser.post("/sign-in/code", data={"code": phone.code()})
    made = browser.post("/account/tokens", data={"label": "x", "own_password": DEMO_PASSWORD})
    assert 'id="new-token"' in made.text
