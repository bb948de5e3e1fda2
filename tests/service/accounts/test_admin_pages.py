"""The administrator's pages, and what a temporary password opens."""

import re

import pytest
from flask import Flask

from service.access.account import Role
from service.accounts import administration, register
from service.accounts.administration import Reason
from service.accounts.authenticate import SESSION_KEY
from service.accounts.register import AccountState
from service.accounts.service import NewAccount, open_session
from tests.conftest import DEMO_PASSWORD

PASSWORD = re.compile(r'id="temporary-password">([a-z0-9-]{19})<')
NEW = {"name": "wang.xiao", "role": "clerk", "display_name": "王晓", "unit": "信用窗口"}


def test_an_account_is_opened_and_its_password_shown_once(app: Flask, signed_in):
    admin = signed_in("admin")
    answer = admin.post("/accounts", data=NEW)
    [password] = PASSWORD.findall(answer.text)
    assert answer.headers["Cache-Control"] == "no-store"
    account_id = register.find_account("wang.xiao")
    assert password not in admin.get(f"/accounts/{account_id}").text
    visitor = app.test_client()
    assert (
        visitor.post("/sign-in", data={"name": "wang.xiao", "password": password}).status_code
        == 302
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "王晓"),
        ("name", "110101199003070000"),
        ("name", "x"),
        ("role", "king"),
        ("role", ""),
        ("display_name", ""),
        ("display_name", "字" * 101),
        ("subject_code", "9111000000000000"),
    ],
)
def test_a_form_with_a_fault_opens_nothing(signed_in, field: str, value: str):
    answer = signed_in("admin").post("/accounts", data=NEW | {field: value})
    assert answer.status_code == 422
    assert 'class="field faulty"' in answer.text
    assert register.find_account("wang.xiao") is None


def test_a_taken_name_is_said_to_be_taken(signed_in):
    admin = signed_in("admin")
    admin.post("/accounts", data=NEW)
    answer = admin.post("/accounts", data=NEW)
    assert answer.status_code == 409
    assert "已被使用" in answer.text


def test_an_account_is_found_by_its_name_and_never_by_an_address(signed_in, account):
    clerk = account("clerk", name="li.na")
    admin = signed_in("admin")
    answer = admin.post("/accounts/find", data={"name": "li.na"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/accounts/{clerk.id}")
    missing = admin.post("/accounts/find", data={"name": "nobody"})
    assert (missing.status_code, "没有这个账号" in missing.text) == (404, True)


def test_the_register_is_narrowed_by_the_address(signed_in, account):
    account("clerk", name="li.na")
    account("auditor", name="zhao.min")
    page = signed_in("admin").get("/accounts?role=auditor").text
    assert "zhao.min" in page
    assert "li.na" not in page


@pytest.mark.parametrize(
    ("deed", "state"),
    [("disable", AccountState.disabled), ("reset-password", AccountState.temporary)],
)
def test_a_deed_is_done_with_its_reason(signed_in, account, deed: str, state: AccountState):
    clerk = account("clerk")
    answer = signed_in("admin").post(
        f"/accounts/{clerk.id}", data={"deed": deed, "reason": "suspected"}
    )
    assert (answer.status_code, "已办理" in answer.text) == (200, True)
    assert register.read_account(clerk.id).state is state


@pytest.mark.parametrize("data", [{}, {"deed": "disable"}, {"reason": "left"}, {"deed": "x"}])
def test_nothing_is_done_without_deed_and_reason(signed_in, account, data: dict[str, str]):
    clerk = account("clerk")
    assert signed_in("admin").post(f"/accounts/{clerk.id}", data=data).status_code == 422
    assert register.read_account(clerk.id).state is AccountState.active


def test_the_own_account_offers_no_deed_and_refuses_one(signed_in):
    admin = signed_in("admin", name="boss")
    own = register.find_account("boss")
    assert "这是您自己的账号" in admin.get(f"/accounts/{own}").text
    answer = admin.post(f"/accounts/{own}", data={"deed": "disable", "reason": "left"})
    assert answer.status_code == 409
    assert register.read_account(own).state is AccountState.active


def with_temporary_password(app: Flask) -> tuple[object, str]:
    made, password = administration.open_account(
        NewAccount("wang", Role.clerk, "", unit="信用窗口")
    )
    client = app.test_client()
    with client.session_transaction() as session:
        session[SESSION_KEY] = open_session(made)
    return client, password


def test_a_temporary_password_opens_only_the_page_that_changes_it(app: Flask):
    client, password = with_temporary_password(app)
    assert client.get("/").headers["Location"] == "/account"
    led = client.get("/checks?outcome=held").headers["Location"]
    assert led == "/account?next=/checks?outcome%3Dheld"
    page = client.get(led).text
    assert 'name="next" value="/checks?outcome=held"' in page
    assert "请先修改密码" in page
    assert "接口令牌" not in page
    assert client.post("/account/tokens", data={"label": "x"}).status_code == 403
    form = {
        "old_password": password,
        "new_password": "a password of my own",
        "new_password_again": "a password of my own",
        "next": "/checks?outcome=held",
    }
    answer = client.post("/account/password", data=form)
    assert answer.headers["Location"] == "/sign-in?next=/checks?outcome%3Dheld"
    client.post("/sign-in", data={"name": "wang", "password": "a password of my own"})
    assert client.get("/").status_code == 200


def test_no_token_is_issued_on_a_temporary_password(app: Flask):
    _, password = administration.open_account(NewAccount("wang", Role.clerk, "", unit="信用窗口"))
    answer = app.test_client().post("/api/v1/tokens", auth=("wang", password))
    assert (answer.status_code, answer.json["code"]) == (403, "password-change-needed")


def test_a_reset_shuts_out_the_tokens_until_the_password_is_changed(app: Flask, api, account):
    admin = account("admin")
    clerk = api("clerk", name="li")
    administration.reset_password(register.find_account("li"), Reason.suspected, by=admin.id)
    assert clerk.get("/checks/NONE").status_code == 403
    assert DEMO_PASSWORD not in clerk.get("/checks/NONE").text


@pytest.mark.parametrize("name", ["\x00", "a\x00b", "'; --", "字" * 64])
def test_whatever_is_looked_for_is_looked_for_as_text(signed_in, name: str):
    assert signed_in("admin").post("/accounts/find", data={"name": name}).status_code in {404, 422}


@pytest.mark.parametrize("field", ["display_name", "unit", "community_code"])
def test_a_text_no_table_can_hold_is_refused(signed_in, field: str):
    assert signed_in("admin").post("/accounts", data=NEW | {field: "a\x00b"}).status_code == 422


def test_a_number_no_token_can_have_is_not_found(signed_in):
    assert signed_in("clerk").post(f"/account/tokens/{2**63}/revoke").status_code == 404


def test_a_number_no_account_can_have_is_not_found(signed_in):
    admin = signed_in("admin")
    assert admin.get(f"/accounts/{2**63}").status_code == 404
    assert admin.get(f"/accounts/{2**63 - 1}").status_code == 404
