import threading
from datetime import timedelta

import pytest
import time_machine

from service import clock
from service.accounts import administration, changing, limits
from service.accounts.administration import Reason
from service.accounts.authenticate import SESSION_KEY
from service.accounts.changing import change_password
from service.accounts.service import (
    SignInRefused,
    check_password,
    create_account,
    open_session,
)
from service.accounts.throttle import SignInThrottled
from service.problems import Conflict, InvalidInput
from tests.conftest import DEMO_PASSWORD


def test_the_right_password_proves_the_account(account):
    clerk = account("clerk", name="li")
    assert check_password("li", DEMO_PASSWORD, "127.0.0.1").id == clerk.id


@pytest.mark.parametrize("name", ["li", "nobody"])
def test_a_wrong_password_and_an_unknown_name_are_refused_alike(account, name):
    account("clerk", name="li")
    with pytest.raises(SignInRefused) as refusal:
        check_password(name, "wrong", "127.0.0.1")
    assert str(refusal.value.detail) == "账号或密码不正确，请检查后重试。"


def test_the_door_closes_after_too_many_failures_and_opens_again(account):
    account("clerk", name="li")
    start = clock.now()
    with time_machine.travel(start, tick=False):
        for _ in range(limits.FAILURES_PER_ACCOUNT_MAX):
            with pytest.raises(SignInRefused):
                check_password("li", "wrong", "127.0.0.1")
        with pytest.raises(SignInThrottled):
            check_password("li", DEMO_PASSWORD, "127.0.0.1")
    with time_machine.travel(start + limits.FAILURE_WINDOW + timedelta(seconds=1)):
        check_password("li", DEMO_PASSWORD, "127.0.0.1")


def test_signing_in_by_the_page_opens_the_account_page(client, account):
    account("clerk", name="li")
    answer = client.post("/sign-in", data={"name": "li", "password": DEMO_PASSWORD})
    assert answer.status_code == 302
    assert client.get("/account").status_code == 200


def test_a_session_ends_by_signing_out(signed_in):
    clerk = signed_in("clerk")
    assert clerk.get("/account").status_code == 200
    clerk.post("/sign-out")
    assert clerk.get("/account").status_code == 302


def test_an_idle_session_ends(signed_in):
    clerk = signed_in("clerk")
    with time_machine.travel(clock.now() + limits.SESSION_IDLE_MAX + timedelta(seconds=1)):
        assert clerk.get("/account").status_code == 302


def in_threads(app, count: int, act) -> list:
    """What `act` returned or raised in each of so many threads at once."""
    found: list = []

    def run(number: int) -> None:
        with app.app_context():
            try:
                found.append(act(number))
            except Exception as error:  # noqa: BLE001 - every outcome is looked at
                found.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_guesses_sent_at_once_meet_the_same_limit(app, account):
    account("clerk", name="li")
    found = in_threads(
        app, limits.FAILURES_PER_ACCOUNT_MAX + 6, lambda n: check_password("li", f"no-{n}", "a")
    )
    refused = [one for one in found if isinstance(one, SignInRefused)]
    assert len(refused) == limits.FAILURES_PER_ACCOUNT_MAX
    assert sum(isinstance(one, SignInThrottled) for one in found) == 6


def test_many_right_passwords_at_once_all_open(app, account):
    clerk = account("clerk", name="li")
    found = in_threads(app, 14, lambda _: check_password("li", DEMO_PASSWORD, "a").id)
    assert found == [clerk.id] * 14


@pytest.mark.parametrize("name", ["a\x00b", "\x00", "x" * 5000, "张" * 300, "\ud800", ""])
def test_a_name_that_cannot_be_is_refused_like_any_other(app, name):
    with pytest.raises(SignInRefused):
        check_password(name, "wrong", "127.0.0.1")


def test_one_address_cannot_try_name_after_name(app, monkeypatch):
    monkeypatch.setattr(limits, "FAILURES_PER_ADDRESS_MAX", 3)
    for number in range(3):
        with pytest.raises(SignInRefused):
            check_password(f"n{number}", "wrong", "10.0.0.1")
    with pytest.raises(SignInThrottled):
        check_password("another", "wrong", "10.0.0.1")


def test_of_two_who_take_a_name_at_once_one_gets_it(app):
    from service.access.account import Role
    from service.accounts.service import NewAccount

    new = NewAccount("li", Role.clerk, DEMO_PASSWORD)
    found = in_threads(app, 6, lambda _: create_account(new).name)
    assert sorted(type(one).__name__ for one in found) == ["Conflict"] * 5 + ["str"]
    assert all(isinstance(one, Conflict) for one in found if one != "li")


def test_the_old_password_cannot_be_guessed_from_an_unlocked_screen(account):
    clerk = account("clerk", name="li")
    for _ in range(limits.FAILURES_PER_ACCOUNT_MAX):
        with pytest.raises(InvalidInput):
            change_password(clerk.id, "wrong", "another-long-password")
    with pytest.raises(SignInThrottled):
        change_password(clerk.id, DEMO_PASSWORD, "another-long-password")


def test_a_password_that_is_reset_while_its_owner_changes_it_stays_reset(account, monkeypatch):
    clerk, admin = account("clerk", name="li"), account("admin")
    prove, given = changing.prove_password, []

    def prove_and_reset(*proof) -> None:
        prove(*proof)
        given.append(administration.reset_password(clerk.id, Reason.suspected, by=admin.id))

    monkeypatch.setattr(changing, "prove_password", prove_and_reset)
    with pytest.raises(InvalidInput, match="原密码不正确"):
        change_password(clerk.id, DEMO_PASSWORD, "another-long-password")
    assert check_password("li", given[0], "a").id == clerk.id


def test_a_changed_password_ends_every_session(app, account):
    clerk = account("clerk", name="li")
    browser = app.test_client()
    token = open_session(clerk)
    with browser.session_transaction() as session:
        session[SESSION_KEY] = token
    assert browser.get("/account").status_code == 200
    change_password(clerk.id, DEMO_PASSWORD, "another-long-password")
    assert browser.get("/account").status_code == 302
    assert check_password("li", "another-long-password", "a").id == clerk.id


def test_signing_in_gives_a_session_of_its_own(client, account):
    account("clerk", name="li")
    with client.session_transaction() as session:
        session[SESSION_KEY] = "planted-by-somebody-else"
    client.post("/sign-in", data={"name": "li", "password": DEMO_PASSWORD})
    with client.session_transaction() as session:
        assert session[SESSION_KEY] != "planted-by-somebody-else"


def test_failures_are_forgotten_once_they_no_longer_count(app):
    from sqlalchemy import func, select

    from service.accounts.jobs import forget_failures
    from service.accounts.models import FailedSignIn
    from service.database import db

    with pytest.raises(SignInRefused):
        check_password("li", "wrong", "127.0.0.1")
    forget_failures()
    assert db.session.scalar(select(func.count()).select_from(FailedSignIn)) == 1
    with time_machine.travel(clock.now() + limits.FAILURE_WINDOW + timedelta(seconds=1)):
        forget_failures()
    assert db.session.scalar(select(func.count()).select_from(FailedSignIn)) == 0
