"""Passwords: argon2id hashes, and the same cost whether or not the account exists."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from service.accounts.limits import PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN
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


def require_good_password(password: str, field: str = "password") -> None:
    """Refuse a password that is too short or too long, or of one repeated character."""
    if PASSWORD_CHARS_MIN <= len(password) <= PASSWORD_CHARS_MAX and len(set(password)) > 2:  # noqa: PLR2004
        return
    raise InvalidInput(
        msg("密码不符合要求。"),
        errors=[
            FieldError(
                field,
                "weak-password",
                msg(
                    "密码需为 {low} 至 {high} 个字符。",
                    low=PASSWORD_CHARS_MIN,
                    high=PASSWORD_CHARS_MAX,
                ),
                msg("请换一个更长、不易猜到的密码。"),
            )
        ],
    )
