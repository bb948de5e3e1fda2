from datetime import timedelta

import pytest
import time_machine

from service import clock
from service.accounts import limits
from service.accounts.service import SignInRefused, SignInThrottled, check_password
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
