"""Setting a second factor up, exchanging it, giving it up; who must have one, who takes it off."""

import re
from dataclasses import replace

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from service import clock
from service.access.account import Role
from service.access.policy import Scope, load_policy
from service.access.second_factor import SEES_OTHERS
from service.accounts import administration, limits, register
from service.accounts.administration import OwnAccount, Reason
from service.accounts.api_tokens import create_token
from service.accounts.authenticate import SESSION_KEY
from service.accounts.jobs import forget_failures
from service.accounts.models import ApiToken, FactorOffer, RecoveryCode, SecondFactor
from service.accounts.service import NewAccount, open_session
from service.audit.models import AuditEntry
from service.database import db
from service.doctor.people import look_at_second_factors
from service.notices.models import Notice
from service.operating import OFFERED, REQUIRED, Operating, read_operating
from tests.conftest import DEMO_PASSWORD
from tests.factories.factors import Phone, phone_of

PAGE = "/account/second-factor"
SECRET = re.compile(r'id="factor-secret">([A-Z2-7 ]{39})<')
CODES = re.compile(r"<li><code>([a-z0-9-]{19})</code></li>")
REACHES_OTHERS = {Scope.all, Scope.unit, Scope.community}


@pytest.fixture
def required(app: Flask, monkeypatch) -> None:
    """As in production."""
    settings = replace(app.config["SETTINGS"], operating=Operating(second_factor=REQUIRED))
    monkeypatch.setitem(app.config, "SETTINGS", settings)


def browser_of(app: Flask, account):
    browser = app.test_client()
    with browser.session_transaction() as session:
        session[SESSION_KEY] = open_session(account)
    return browser


def begin(browser, password: str = DEMO_PASSWORD) -> Phone:
    answer = browser.post(f"{PAGE}/offer", data={"own_password": password})
    assert answer.status_code == 303
    page = browser.get(PAGE).text
    assert "<svg" in page
    return Phone(SECRET.search(page)[1].replace(" ", ""))


def set_up(browser, **data: str) -> Phone:
    phone = begin(browser)
    answer = browser.post(PAGE, data={"code": phone.code()} | data)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    return Phone(phone.secret, tuple(CODES.findall(answer.text)))


def is_in(browser, page: str = "/account") -> bool:
    return browser.get(page).status_code == 200


def told(action: str) -> list[dict[str, object]]:
    return list(db.session.scalars(select(AuditEntry.details).where(AuditEntry.action == action)))


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.parametrize("role", ["clerk", "enterprise", "resident"])
def test_a_factor_is_set_up_by_password_and_first_code(app, account, role):
    """An enterprise and a resident do it behind the second wall."""
    owner = account(role, name="li")
    browser, other = browser_of(app, owner), browser_of(app, owner)
    assert browser.post(f"{PAGE}/offer", data={"own_password": "wrong"}).status_code == 422
    assert browser.post(PAGE, data={"code": "123456"}).status_code == 409
    phone = begin(browser)
    assert phone.secret not in other.get(PAGE).text.replace(" ", "")
    assert other.post(PAGE, data={"code": phone.code()}).status_code == 409
    assert browser.post(PAGE, data={"code": phone.wrong()}).status_code == 422
    assert count(SecondFactor) == 0
    with browser.session_transaction() as session:
        before = session[SESSION_KEY]
    answer = browser.post(PAGE, data={"code": phone.code()})
    codes = CODES.findall(answer.text)
    assert len(set(codes)) == limits.RECOVERY_CODES
    assert (is_in(browser), is_in(other)) == (True, False)
    with browser.session_transaction() as session:
        assert session[SESSION_KEY] != before
    page = browser.get(PAGE).text
    assert "10 个，共 10 个" in page
    assert not any(secret in page for secret in (*codes, phone.secret))
    assert told("account.factor_set") == [{"replaced": False, "sessions": 2}]
    assert db.session.scalars(select(Notice.kind)).all() == ["account.second_factor"]
    stranger = app.test_client()
    stranger.post("/sign-in", data={"name": "li", "password": DEMO_PASSWORD})
    # The code that confirmed it signs nobody in; the next one does.
    assert stranger.post("/sign-in/code", data={"code": phone.code()}).status_code == 422
    assert stranger.post("/sign-in/code", data={"code": phone.code(1)}).status_code == 302


def test_a_secret_that_was_shown_is_forgotten_by_time_and_on_request(app, account):
    browser = browser_of(app, account("clerk"))
    phone = begin(browser)
    assert browser.post(f"{PAGE}/offer/give-up").status_code == 303
    assert browser.post(PAGE, data={"code": phone.code()}).status_code == 409
    phone = begin(browser)
    with time_machine.travel(clock.now() + limits.FACTOR_OFFER_AGE_MAX * 1.1, tick=False):
        assert browser.post(PAGE, data={"code": phone.code()}).status_code == 409
        forget_failures()
    assert count(FactorOffer) == 0


def test_tokens_made_before_are_revoked_on_request(app, account):
    clerk = account("clerk")
    create_token(clerk, "system")
    browser = browser_of(app, clerk)
    set_up(browser, revoke_tokens="true")
    assert db.session.scalars(select(ApiToken.revoked_at)).one() is not None
    assert told("account.factor_set")[0]["tokens"] == 1


def test_changes_need_the_password_and_a_code(app, account):
    clerk = account("clerk", name="li")
    first = phone_of(clerk)
    browser = app.test_client()
    browser.post("/sign-in", data={"name": "li", "password": DEMO_PASSWORD})
    browser.post("/sign-in/code", data={"code": first.code(-1)})
    change = f"{PAGE}/change"
    right = {"own_password": DEMO_PASSWORD, "code": first.code(), "deed": "exchange"}
    for lacking in ({"own_password": "wrong"}, {"code": ""}, {"code": first.wrong()}):
        for deed in ("exchange", "recovery-codes", "remove", "become-king"):
            data = right | lacking | {"deed": deed}
            assert browser.post(change, data=data).status_code == 422
            if lacking == {"code": first.wrong()}:
                db.session.execute(SecondFactor.__table__.update().values(failures=0))
        forgive_all()
    assert browser.post(f"{PAGE}/offer", data=right | {"code": first.wrong()}).status_code == 422
    assert browser.post(change, data=right).status_code == 303
    second = Phone(SECRET.search(browser.get(PAGE).text)[1].replace(" ", ""))
    assert db.session.scalar(select(SecondFactor.secret)) == first.secret  # until confirmed
    made = CODES.findall(browser.post(PAGE, data={"code": second.code()}).text)
    assert db.session.scalar(select(SecondFactor.secret)) == second.secret
    assert told("account.factor_set")[0]["replaced"] is True
    codes = right | {"deed": "recovery-codes", "code": first.paper[0]}
    assert browser.post(change, data=codes).status_code == 422  # of the old authenticator
    answer = browser.post(change, data=codes | {"code": made[0]})
    fresh = CODES.findall(answer.text)
    assert not set(fresh) & set(made)
    removed = browser.post(change, data=codes | {"deed": "remove", "code": fresh[9]})
    assert removed.status_code == 303
    assert (count(SecondFactor), count(RecoveryCode), count(FactorOffer)) == (0, 0, 0)
    assert is_in(browser)
    assert len(told("account.factor_removed")) == 1


def forgive_all() -> None:
    from service.accounts.models import FailedSignIn
    from service.database import transaction

    with transaction() as session:
        session.execute(FailedSignIn.__table__.delete())


def test_who_must_have_one_is_led_there_and_sees_nothing_else(app, account, required):
    clerk = account("clerk", name="li")
    browser = app.test_client()
    browser.post("/sign-in", data={"name": "li", "password": DEMO_PASSWORD})
    assert browser.get("/").headers["Location"] == PAGE
    for page in ("/account", "/checks", "/messages"):
        assert browser.get(page).headers["Location"] == f"{PAGE}?next={page}"
    assert browser.post("/account/tokens", data={"label": "x"}).status_code == 403
    assert browser.get("/api/v1/checks/x").status_code == 403
    page = browser.get(PAGE).text
    assert "请先设置两步验证" in page
    assert 'class="site-nav"' not in page
    answer = app.test_client().post("/api/v1/tokens", auth=("li", DEMO_PASSWORD))
    assert answer.json["code"] == "second-factor-needed"
    phone = set_up(browser)
    assert is_in(browser, "/")
    assert 'value="remove"' not in browser.get(PAGE).text
    remove = {"own_password": DEMO_PASSWORD, "code": phone.paper[0], "deed": "remove"}
    assert browser.post(f"{PAGE}/change", data=remove).status_code == 409
    assert count(SecondFactor) == 1
    administration.reset_second_factor(clerk.id, Reason.lost, by=account("admin").id)
    browser.post("/sign-in", data={"name": "li", "password": DEMO_PASSWORD})
    assert browser.get("/").headers["Location"] == PAGE


def test_what_was_asked_for_is_kept_until_a_factor_is_set_up(app, account, required):
    browser = browser_of(app, account("clerk"))
    wanted = "/checks?outcome=held"
    kept = f'name="next" value="{wanted}"'
    led = browser.get(wanted).headers["Location"]
    assert led == f"{PAGE}?next=/checks?outcome%3Dheld"
    assert kept in browser.get(led).text
    asked = {"own_password": DEMO_PASSWORD, "next": wanted}
    assert kept in browser.post(f"{PAGE}/offer", data=asked | {"own_password": "no"}).text
    assert browser.post(f"{PAGE}/offer", data=asked).headers["Location"] == led
    page = browser.get(led).text
    assert page.count(kept) == 2, "it is confirmed or given up"
    phone = Phone(SECRET.search(page)[1].replace(" ", ""))
    done = browser.post(PAGE, data={"code": phone.code(), "next": wanted})
    assert f'href="{wanted}"' in done.text


def test_a_temporary_password_comes_first(app, required):
    made, _ = administration.open_account(NewAccount("wang", Role.clerk, "", unit="信用窗口"))
    browser = browser_of(app, made)
    assert browser.get("/").headers["Location"] == "/account"
    assert browser.get("/account").status_code == 200
    assert browser.get(PAGE).headers["Location"] == f"/account?next={PAGE}"


def test_a_form_that_stood_open_is_taken_before_the_account_is_in_order(app, account, required):
    made, _ = administration.open_account(NewAccount("wang", Role.clerk, "", unit="信用窗口"))
    for held_back in (account("clerk"), made):
        assert browser_of(app, held_back).get("/session/form-token").status_code == 200


def test_whoever_sees_itself_alone_may_have_one(app, account, required):
    for role in ("enterprise", "resident", "person", "shopkeeper"):
        assert is_in(browser_of(app, account(role)), "/")


def test_every_role_that_reaches_beyond_itself_needs_one():
    reaching = {
        role
        for rule in load_policy().values()
        for role, scope in rule.scopes.items()
        if scope in REACHES_OTHERS
    }
    assert reaching - SEES_OTHERS == {Role.shopkeeper}  # one order at a time, by its code


@pytest.mark.parametrize(
    ("env", "said", "must"),
    [
        ("production", None, True), ("production", OFFERED, False),
        ("development", None, False), ("test", None, False), ("development", REQUIRED, True),
    ],
)  # fmt: skip
def test_production_requires_it_unless_told_otherwise(settings, env, said, must):
    asked = replace(settings, env=env, operating=Operating(second_factor=said))
    assert asked.second_factor_required is must


def test_the_setting_is_one_of_two_words():
    words = {"": None, REQUIRED: REQUIRED, OFFERED: OFFERED}
    for said, read in words.items():
        assert read_operating({"CREDIT_SECOND_FACTOR": said}).second_factor == read
    with pytest.raises(ValueError, match="use required or offered"):
        read_operating({"CREDIT_SECOND_FACTOR": "yes"})


def test_an_administrator_takes_it_off_another_and_the_person_is_told(app, account, signed_in):
    clerk = account("clerk", name="li")
    boss = signed_in("admin", name="boss")
    deed = {"deed": "reset-second-factor", "reason": "lost"}
    assert 'value="reset-second-factor"' not in boss.get(f"/accounts/{clerk.id}").text
    phone_of(clerk)
    browser = app.test_client()
    browser.post("/sign-in", data={"name": "li", "password": DEMO_PASSWORD})
    answer = boss.post(f"/accounts/{clerk.id}", data=deed)
    assert (answer.status_code, "已办理：重置两步验证" in answer.text) == (200, True)
    assert (count(SecondFactor), count(RecoveryCode)) == (0, 0)
    assert browser.post("/sign-in/code", data={"code": "123456"}).status_code == 409
    assert told("account.factor_reset") == [{"reason": "lost", "sessions": 0}]
    assert db.session.scalars(select(Notice.account_id)).all() == [clerk.id]
    own = register.find_account("boss")
    phone_of(register.read_account(own).account)
    with pytest.raises(OwnAccount):
        administration.reset_second_factor(own, Reason.lost, by=own)
    told_to = app.test_cli_runner().invoke(args=["accounts", "reset-second-factor", "boss"])
    assert (told_to.exit_code, "reset" in told_to.output) == (0, True)
    assert count(SecondFactor) == 0
    unknown = app.test_cli_runner().invoke(args=["accounts", "reset-second-factor", "nobody"])
    assert unknown.exit_code == 1


def test_a_new_password_from_an_administrator_leaves_the_factor(app, account):
    clerk = account("clerk", name="li")
    phone_of(clerk)
    password = administration.reset_password(clerk.id, Reason.forgot, by=account("admin").id)
    answer = app.test_client().post("/sign-in", data={"name": "li", "password": password})
    assert answer.headers["Location"] == "/sign-in/code"


def test_a_token_of_the_api_sets_up_nothing(app, account):
    clerk = account("clerk")
    _, token = create_token(clerk, "system")
    bearer = {"Authorization": f"Bearer {token}"}
    for path, data in ((f"{PAGE}/offer", {"own_password": DEMO_PASSWORD}), (PAGE, {"code": "1"})):
        assert app.test_client().post(path, data=data, headers=bearer).status_code == 403
    assert app.test_client().get(PAGE, headers=bearer).status_code == 403


def test_the_doctor_counts_staff_without_one_in_production_alone(app, account, monkeypatch):
    account("enterprise")
    clerk = account("clerk")

    def kinds(**values: object) -> list[str]:
        monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], **values))
        return [one.kind for one in look_at_second_factors()]

    assert kinds() == []
    assert kinds(env="production") == ["warn"]
    assert kinds(operating=Operating(second_factor=OFFERED)) == ["warn", "warn"]
    phone_of(clerk)
    assert kinds(operating=Operating()) == ["ok"]
