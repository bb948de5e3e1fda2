"""The administrator opens, closes and resets accounts; every act is audited with its reason."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from service import clock
from service.access.account import Role
from service.accounts import administration, limits, register
from service.accounts.administration import LastAdministrator, OwnAccount, Reason
from service.accounts.api_tokens import create_token, list_tokens
from service.accounts.changing import change_password
from service.accounts.models import Account, LoginSession
from service.accounts.register import AccountState
from service.accounts.service import (
    NewAccount,
    SignInRefused,
    TemporaryPasswordExpired,
    check_password,
    open_session,
)
from service.accounts.spoken import spoken_secret
from service.accounts.throttle import SignInThrottled
from service.audit.models import AuditEntry
from service.database import db
from service.problems import Conflict, InvalidInput, NotFound
from tests.conftest import DEMO_PASSWORD

ADDRESS = "192.0.2.1"
OFFICE = "西湖区信用服务窗口"


def told(action: str) -> list[dict[str, object]]:
    return list(db.session.scalars(select(AuditEntry.details).where(AuditEntry.action == action)))


def a_clerk(**values: object) -> NewAccount:
    return NewAccount(
        **{"name": "wang", "role": Role.clerk, "password": "", "unit": OFFICE, **values}
    )


def open_sessions(account_id: int) -> int:
    return register.read_account(account_id).sessions


def test_a_new_account_gets_a_temporary_password_that_opens_the_door(app: Flask):
    account, password = administration.open_account(a_clerk())
    assert check_password("wang", password, ADDRESS).id == account.id
    assert register.read_account(account.id).state is AccountState.temporary
    assert told("account.created") == [{"role": "clerk"}]


def test_temporary_passwords_differ_and_can_be_read_out(app: Flask):
    made = {spoken_secret() for _ in range(100)}
    assert len(made) == 100
    assert not set("".join(made)) & set("il1o0 ")
    assert {len(password) for password in made} == {19}


@pytest.mark.parametrize(
    ("role", "field"),
    [
        (Role.enterprise, "subject_code"),
        (Role.community, "community_code"),
        (Role.department, "unit"),
    ],
)
def test_a_role_needs_what_its_scope_is_made_of(app: Flask, role: Role, field: str):
    with pytest.raises(InvalidInput) as caught:
        administration.open_account(NewAccount("x1", role, ""))
    assert [error.field for error in caught.value.errors] == [field]
    assert register.find_account("x1") is None


def test_a_temporary_password_ends_with_its_term(app: Flask):
    began = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    with time_machine.travel(began, tick=False):
        _, password = administration.open_account(a_clerk())
    last = began + limits.TEMPORARY_PASSWORD_AGE_MAX - timedelta(seconds=1)
    with time_machine.travel(last, tick=False):
        check_password("wang", password, ADDRESS)
    with (
        time_machine.travel(last + timedelta(seconds=1), tick=False),
        pytest.raises(TemporaryPasswordExpired),
    ):
        check_password("wang", password, ADDRESS)


def test_the_own_password_replaces_the_temporary_one_and_must_differ(app: Flask):
    account, password = administration.open_account(a_clerk())
    with pytest.raises(InvalidInput, match="不能与临时密码相同"):
        change_password(account.id, password, password)
    change_password(account.id, password, "seven quiet geese walk home")
    assert register.read_account(account.id).state is AccountState.active
    with pytest.raises(SignInRefused):
        check_password("wang", password, ADDRESS)


def test_a_disabled_account_is_out_at_once_and_for_good(app: Flask, account):
    admin, clerk = account("admin"), account("clerk", name="li")
    open_session(clerk)
    create_token(clerk, "test")
    administration.disable(clerk.id, Reason.left, by=admin.id)
    line = register.read_account(clerk.id)
    assert (line.state, line.sessions, line.tokens) == (AccountState.disabled, 0, 0)
    with pytest.raises(SignInRefused):
        check_password("li", DEMO_PASSWORD, ADDRESS)
    administration.enable(clerk.id, Reason.on_request, by=admin.id)
    assert register.read_account(clerk.id).sessions == 0
    assert list_tokens(clerk.id) == []
    assert check_password("li", DEMO_PASSWORD, ADDRESS).id == clerk.id
    assert told("account.disabled") == [{"reason": "left", "sessions": 1, "tokens": 1}]
    assert told("account.enabled") == [{"reason": "on-request"}]


def test_disabling_or_enabling_twice_changes_and_tells_nothing(app: Flask, account):
    admin, clerk = account("admin"), account("clerk")
    administration.enable(clerk.id, Reason.on_request, by=admin.id)
    administration.disable(clerk.id, Reason.left, by=admin.id)
    at = db.session.get_one(Account, clerk.id).disabled_at
    administration.disable(clerk.id, Reason.left, by=admin.id)
    assert db.session.get_one(Account, clerk.id).disabled_at == at
    assert len(told("account.disabled")) == 1
    assert told("account.enabled") == []


def test_a_reset_ends_sessions_and_lifts_the_throttle(app: Flask, account):
    admin, clerk = account("admin"), account("clerk", name="li")
    open_session(clerk)
    for _ in range(limits.FAILURES_PER_ACCOUNT_MAX):
        with pytest.raises(SignInRefused):
            check_password("li", "wrong", ADDRESS)
    with pytest.raises(SignInThrottled):
        check_password("li", DEMO_PASSWORD, ADDRESS)
    password = administration.reset_password(clerk.id, Reason.forgot, by=admin.id)
    assert open_sessions(clerk.id) == 0
    assert check_password("li", password, ADDRESS).id == clerk.id
    assert told("account.password_reset") == [{"reason": "forgot", "sessions": 1}]


def test_sessions_end_and_tokens_are_revoked_apart(app: Flask, account):
    admin, clerk = account("admin"), account("clerk")
    open_session(clerk)
    open_session(clerk)
    create_token(clerk, "test")
    assert administration.end_sessions(clerk.id, Reason.suspected, by=admin.id) == 2
    assert register.read_account(clerk.id).tokens == 1
    assert administration.revoke_tokens(clerk.id, Reason.suspected, by=admin.id) == 1
    assert told("account.sessions_ended") == [{"reason": "suspected", "sessions": 2}]
    assert told("account.tokens_revoked") == [{"reason": "suspected", "tokens": 1}]


ACTS = [
    administration.disable,
    administration.enable,
    administration.reset_password,
    administration.reset_second_factor,
    administration.end_sessions,
    administration.revoke_tokens,
]


@pytest.mark.parametrize("act", ACTS)
def test_nobody_acts_on_the_own_account(app: Flask, account, act):
    admin = account("admin")
    with pytest.raises(OwnAccount):
        act(admin.id, Reason.left, by=admin.id)


@pytest.mark.parametrize("act", ACTS)
def test_an_account_that_is_not_there_is_said_to_be_missing(app: Flask, account, act):
    with pytest.raises(NotFound):
        act(10**9, Reason.left, by=account("admin").id)


def test_the_last_administrator_stays(app: Flask, account):
    first, second = account("admin"), account("admin")
    administration.disable(first.id, Reason.left, by=second.id)
    with pytest.raises(LastAdministrator):
        administration.disable(second.id, Reason.left, by=first.id)
    assert register.read_account(second.id).state is AccountState.active


def test_two_administrators_cannot_disable_one_another(app: Flask, account):
    for _ in range(5):
        pair = [account("admin").id, account("admin").id]

        def disable(target: int, by: int) -> bool:
            with app.app_context():
                try:
                    administration.disable(target, Reason.left, by=by)
                except Conflict:
                    return False
                finally:
                    db.session.remove()
                return True

        with ThreadPoolExecutor(2) as pool:
            done = list(pool.map(disable, pair, reversed(pair)))
        assert sorted(done) == [False, True]
        db.session.expire_all()
        left = next(one for one in pair if register.read_account(one).state is AccountState.active)
        db.session.get_one(Account, left).disabled_at = clock.now()
        db.session.flush()


def test_the_register_shows_the_last_sign_in_and_pages_newest_first(app: Flask, account):
    clerks = [account("clerk") for _ in range(3)]
    at = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    with time_machine.travel(at, tick=False):
        open_session(clerks[0])
    first, cursor = register.list_accounts(Role.clerk, None, cursor=None, limit=2)
    assert [line.account.id for line in first] == [clerks[2].id, clerks[1].id]
    rest, end = register.list_accounts(Role.clerk, None, cursor=cursor, limit=2)
    assert [(line.account.id, line.last_sign_in, line.sessions) for line in rest] == [
        (clerks[0].id, at, 0)
    ]
    assert end is None


@pytest.mark.parametrize("state", list(AccountState))
def test_the_register_is_narrowed_by_state(app: Flask, account, state: AccountState):
    admin, closed = account("admin"), account("clerk")
    fresh, _ = administration.open_account(a_clerk())
    administration.disable(closed.id, Reason.left, by=admin.id)
    expected = {"active": admin.id, "temporary": fresh.id, "disabled": closed.id}[state]
    lines, _ = register.list_accounts(None, state, cursor=None, limit=50)
    assert [(line.account.id, line.state) for line in lines] == [(expected, state)]


def test_a_session_out_of_use_is_no_open_one(app: Flask, account):
    clerk = account("clerk")
    with time_machine.travel(clock.now() - limits.SESSION_IDLE_MAX, tick=False):
        open_session(clerk)
    assert db.session.scalars(select(LoginSession.ended_at)).all() == [None]
    assert open_sessions(clerk.id) == 0
