"""A session belongs to who opened it, ends when it should, and nobody else can keep it out."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from service import clock
from service.accounts import limits
from service.accounts.api_tokens import create_token
from service.accounts.authenticate import SESSION_KEY
from service.accounts.models import ApiToken, LoginSession
from service.accounts.service import open_session
from service.database import db
from tests.conftest import DEMO_PASSWORD

NEW = "seven quiet geese walk home"


def sign_in(app: Flask, name: str = "li", password: str = DEMO_PASSWORD) -> FlaskClient:
    browser = app.test_client()
    answer = browser.post("/sign-in", data={"name": name, "password": password})
    assert answer.status_code == 302
    return browser


def token_of(browser: FlaskClient) -> str:
    with browser.session_transaction() as session:
        return session[SESSION_KEY]


def stolen(app: Flask, token: str) -> FlaskClient:
    """A browser of somebody who has copied the cookie."""
    thief = app.test_client()
    with thief.session_transaction() as session:
        session[SESSION_KEY] = token
    return thief


def is_in(browser: FlaskClient) -> bool:
    return browser.get("/account").status_code == 200


def open_count() -> int:
    wanted = select(func.count()).where(LoginSession.ended_at.is_(None))
    return db.session.scalar(wanted.select_from(LoginSession))


def test_signing_in_again_ends_the_session_before(app, account):
    account("clerk", name="li")
    browser = sign_in(app)
    thief = stolen(app, token_of(browser))
    assert is_in(thief)
    browser.post("/sign-in", data={"name": "li", "password": DEMO_PASSWORD})
    assert is_in(browser)
    assert not is_in(thief)
    assert open_count() == 1


def test_signing_out_ends_it_for_whoever_has_copied_it(app, account):
    account("clerk", name="li")
    browser = sign_in(app)
    thief = stolen(app, token_of(browser))
    answer = browser.post("/sign-out")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert not is_in(thief)


def test_a_session_ends_by_age_however_busy_it_is(app, account):
    account("clerk", name="li")
    browser = sign_in(app)
    start = clock.now()
    steps = int(limits.SESSION_AGE_MAX / limits.SESSION_IDLE_MAX) * 2
    for step in range(1, steps):
        with time_machine.travel(start + step * limits.SESSION_IDLE_MAX / 2, tick=False):
            assert is_in(browser)
    with time_machine.travel(start + limits.SESSION_AGE_MAX + timedelta(seconds=1), tick=False):
        assert not is_in(browser)


def test_so_many_browsers_at_once_and_no_more(app, account):
    clerk = account("clerk", name="li")
    start = clock.now()
    tokens = []
    for number in range(limits.SESSIONS_PER_ACCOUNT_MAX + 1):
        with time_machine.travel(start + timedelta(seconds=number), tick=False):
            tokens.append(open_session(clerk))
    assert open_count() == limits.SESSIONS_PER_ACCOUNT_MAX
    assert [is_in(stolen(app, token)) for token in tokens[:2]] == [False, True]


def test_the_owner_sees_its_browsers_and_ends_them_with_the_password(app, account):
    account("clerk", name="li")
    other = account("clerk", name="zhang")
    mine, second, third = sign_in(app), sign_in(app), sign_in(app)
    foreign = stolen(app, open_session(other))
    page = mine.get("/account").text
    assert page.count('name="which"') == 3
    assert page.count("当前浏览器") == 1
    handle = db.session.scalar(
        select(LoginSession.token_hash).order_by(LoginSession.created_at).offset(1).limit(1)
    ).hex()
    for data, status in (
        ({"which": handle}, 422),
        ({"which": handle, "session_password": "wrong"}, 422),
        ({"which": "0" * 64, "session_password": DEMO_PASSWORD}, 404),
        ({"which": "all", "session_password": DEMO_PASSWORD}, 422),
    ):
        assert mine.post("/account/sessions", data=data).status_code == status
    assert all(map(is_in, (mine, second, third, foreign)))
    one = {"which": handle, "session_password": DEMO_PASSWORD}
    assert mine.post("/account/sessions", data=one).status_code == 302
    assert list(map(is_in, (mine, second, third, foreign))) == [True, False, True, True]
    others = {"which": "others", "session_password": DEMO_PASSWORD}
    assert mine.post("/account/sessions", data=others).status_code == 302
    assert list(map(is_in, (mine, second, third, foreign))) == [True, False, False, True]


@pytest.mark.parametrize("revoke", [True, False])
def test_a_new_password_ends_sessions_and_on_request_tokens(app, account, revoke):
    clerk = account("clerk", name="li")
    browser, second = sign_in(app), sign_in(app)
    create_token(clerk, "system")
    form = {"old_password": DEMO_PASSWORD, "new_password": NEW, "new_password_again": NEW}
    answer = browser.post(
        "/account/password", data=form | ({"revoke_tokens": "true"} if revoke else {})
    )
    assert answer.status_code == 302
    assert not is_in(browser)
    assert not is_in(second)
    db.session.expire_all()
    assert (db.session.scalars(select(ApiToken)).one().revoked_at is not None) is revoke


def test_a_token_is_made_only_by_who_knows_the_password(app, account):
    account("clerk", name="li")
    browser = sign_in(app)
    for password, status in ((None, 422), ("wrong", 422), (DEMO_PASSWORD, 200)):
        data = {"label": "x"} | ({"own_password": password} if password else {})
        assert browser.post("/account/tokens", data=data).status_code == status
    assert db.session.scalar(select(func.count()).select_from(ApiToken)) == 1


def test_strangers_who_guess_cannot_keep_the_owner_out(app, account):
    account("clerk", name="li")
    account("clerk", name="zhang")
    known = sign_in(app)
    known.post("/sign-out")
    stranger = app.test_client()
    wrong = {"name": "li", "password": "no-such-password"}
    right = {"name": "li", "password": DEMO_PASSWORD}
    for _ in range(limits.FAILURES_PER_ACCOUNT_MAX):
        assert stranger.post("/sign-in", data=wrong).status_code == 401
    assert stranger.post("/sign-in", data=right).status_code == 429
    assert known.post("/sign-in", data=right).status_code == 302
    # Nor does being known for one account help with another.
    for _ in range(limits.FAILURES_PER_ACCOUNT_MAX):
        stranger.post("/sign-in", data=wrong | {"name": "zhang"})
    assert known.post("/sign-in", data=right | {"name": "zhang"}).status_code == 429


def test_a_known_browser_meets_the_same_limit_of_its_own(app, account):
    account("clerk", name="li")
    known = sign_in(app)
    wrong = {"name": "li", "password": "no-such-password"}
    for _ in range(limits.FAILURES_PER_ACCOUNT_MAX):
        assert known.post("/sign-in", data=wrong).status_code == 401
    right = {"name": "li", "password": DEMO_PASSWORD}
    assert known.post("/sign-in", data=right).status_code == 429
    assert app.test_client().post("/sign-in", data=right).status_code == 302


@pytest.mark.parametrize("cookie", ["", "x", "W10.x.y", "WyJuIl0.ZQ.AAAA"])
def test_a_made_up_mark_of_a_known_browser_counts_for_nothing(app, account, cookie):
    account("clerk", name="li")
    browser = app.test_client()
    browser.set_cookie("credit_window_device", cookie)
    wrong = {"name": "li", "password": "no-such-password"}
    for _ in range(limits.FAILURES_PER_ACCOUNT_MAX):
        app.test_client().post("/sign-in", data=wrong)
    right = {"name": "li", "password": DEMO_PASSWORD}
    assert browser.post("/sign-in", data=right).status_code == 429
