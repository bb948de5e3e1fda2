"""Passwords: argon2id hashes, and the same cost whether or not the account exists."""

from collections.abc import Iterable
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from service.accounts.limits import PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN
from service.accounts.strength import is_guessable
from service.messages import msg
from service.problems import FieldError, InvalidInput

_HASHER = PasswordHasher()


def hash_password(password: str) -> str:
    """The argon2id hash of a password."""
    return _HASHER.hash(password)


@cache
def _decoy() -> str:
    return _HASHER.hash("no account has this password")


def verify_password(stored: str | None, password: str) -> bool:
    """True when the password fits; with no stored hash it costs the same and is False."""
    try:
        _HASHER.verify(stored or _decoy(), password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """True for a hash made at another cost than today's; it is made anew at the next sign-in."""
    return _HASHER.check_needs_rehash(stored)


def require_good_password(
    password: str, field: str = "password", *, own_words: Iterable[str] = ()
) -> None:
    """Refuse a password that is too short, too long or easily guessed. Raises `InvalidInput`."""
    if not PASSWORD_CHARS_MIN <= len(password) <= PASSWORD_CHARS_MAX:
        fault = msg(
            "密码需为 {low} 至 {high} 个字符。", low=PASSWORD_CHARS_MIN, high=PASSWORD_CHARS_MAX
        )
    elif is_guessable(password, own_words):
        fault = msg("这个密码容易被猜到：常见、有规律，或主要由姓名、单位、地名组成。")
    else:
        return
    remedy = msg("请换一个更长、不易猜到的密码，例如几个互不相干的词。")
    raise InvalidInput(
        msg("密码不符合要求。"), errors=[FieldError(field, "weak-password", fault, remedy)]
    )
