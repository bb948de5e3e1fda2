"""Passwords that would be guessed are not taken, whatever their characters; all others are."""

import pytest
from argon2 import PasswordHasher

from service.access.account import Role
from service.accounts import limits, passwords, strength
from service.accounts.models import Account
from service.accounts.passwords import require_good_password
from service.accounts.service import NewAccount, check_password, create_account
from service.accounts.strength import is_guessable
from service.database import db
from service.problems import InvalidInput
from tests.conftest import DEMO_PASSWORD

OWN = ("wang.xiaoyan", "王晓燕", "西湖区信用服务窗口")


@pytest.mark.parametrize(
    "password",
    [
        "1qaz2wsx3edc", "qwertyuiop123", "123456789012", "password2026!", "leavemealone",
        "P@ssw0rdP@ssw0rd", "abcdabcdabcd", "aaaaaaaaaaaaaaaa", "credit-window-2026",
        "Hangzhou@2026xihu", "wang.xiaoyan-2026", "reviewer330106", "西湖区信用服务窗口2026",
        "xinyongzhuanchuang", "clerk clerk clerk", "aB3$aB3$aB3$aB3$", "19880808-19880808",
    ],
)  # fmt: skip
def test_what_is_guessed_first_is_refused(password):
    assert len(password) >= limits.PASSWORD_CHARS_MIN
    with pytest.raises(InvalidInput) as refusal:
        require_good_password(password, own_words=OWN)
    assert [error.code for error in refusal.value.errors] == ["weak-password"]


@pytest.mark.parametrize(
    "password",
    [
        "seven quiet geese walk home", "kR7!xW2z-qLm9", "7391-0528-6647-1092-5583",
        "雨后的石板路上有三只青蛙", "ǅ ωραία μέρα σήμερα", "clerk likes purple bicycles",
        "x7q-m2kd-93bv-tt4r",
    ],
)  # fmt: skip
def test_any_characters_will_do_when_they_are_hard_to_guess(password):
    require_good_password(password, own_words=OWN)


@pytest.mark.parametrize("length", [limits.PASSWORD_CHARS_MIN - 1, limits.PASSWORD_CHARS_MAX + 1])
def test_too_short_and_too_long_are_refused(length):
    text = ("kR7!xW2z-qLm9 ünd 雨后 7391 geese" * 5)[:length]
    with pytest.raises(InvalidInput, match="不符合要求"):
        require_good_password(text)


def test_a_long_password_costs_no_more_than_a_moment_to_judge(monkeypatch):
    """The estimate looks at the beginning alone: its cost grows with the square of the length."""
    seen = []
    monkeypatch.setattr(strength, "guesses_log10", lambda text: seen.append(len(text)) or 99.0)
    assert not is_guessable("x" * limits.PASSWORD_CHARS_MAX)
    assert seen == [strength.LOOKED_AT_CHARS_MAX]


@pytest.mark.parametrize("name", ["li", "nobody", "gone", "bad\x00name"])
def test_every_refused_sign_in_costs_one_hash(account, monkeypatch, name):
    """What an unknown, a closed or an impossible name costs tells nothing about it."""
    account("clerk", name="li")
    account("clerk", name="gone").disabled_at = account("clerk").created_at
    db.session.commit()
    passwords._decoy()
    spent = []

    class Counted(PasswordHasher):
        def verify(self, *given: object) -> bool:
            spent.append("verify")
            return super().verify(*given)

        def hash(self, *given: object, **more: object) -> str:
            spent.append("hash")
            return super().hash(*given, **more)

    cheap = Counted(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_HASHER", cheap)
    with pytest.raises(Exception, match="账号或密码不正确"):
        check_password(name, "wrong", "127.0.0.1")
    assert spent == ["verify"]


def test_a_hash_of_an_older_cost_is_made_anew_at_sign_in(app, monkeypatch):
    created = create_account(NewAccount("li", Role.clerk, DEMO_PASSWORD))
    before = created.password_hash
    dearer = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr(passwords, "_HASHER", dearer)
    check_password("li", DEMO_PASSWORD, "127.0.0.1")
    after = db.session.get_one(Account, created.id, populate_existing=True).password_hash
    assert after != before
    assert not passwords.is_outdated(after)
    assert check_password("li", DEMO_PASSWORD, "127.0.0.1").password_hash == after
