"""Codes by time (RFC 6238): a secret, how telephones take it over, whose step a code is. Pure."""

from datetime import datetime

import pyotp
from pyotp.exceptions import OTPVerificationError

DIGITS = 6
SECRET_CHARS = 32
"""160 bits in base 32, as RFC 4226 (section 4) recommends."""
STEP_SECONDS = 30
STEPS_BESIDE = 1
"""Steps before and after the present one whose codes are taken, for clocks differ (RFC 6238,
section 5.2)."""
GROUP_CHARS = 4


def new_secret() -> str:
    """A random secret in base 32."""
    return pyotp.random_base32(SECRET_CHARS)


def address(secret: str, name: str, issuer: str) -> str:
    """What the QR tells an authenticator: `otpauth://totp/…`."""
    return _code_of(secret).provisioning_uri(name=name, issuer_name=issuer)


def in_groups(secret: str) -> str:
    """A secret as a person types it over."""
    return " ".join(secret[at : at + GROUP_CHARS] for at in range(0, len(secret), GROUP_CHARS))


def is_code(typed: str) -> bool:
    """True for what an authenticator may have shown."""
    return len(typed) == DIGITS and typed.isascii() and typed.isdecimal()


def step_of(secret: str, code: str, moment: datetime) -> int | None:
    """The time step a code belongs to, if it is one of those taken at this moment."""
    try:
        return _code_of(secret).verify_and_get_timecode(
            code, for_time=moment, valid_window=STEPS_BESIDE
        )
    except OTPVerificationError:
        return None


def _code_of(secret: str) -> pyotp.TOTP:
    # SHA-1 is what every authenticator knows; HMAC does not need it to be free of collisions.
    return pyotp.TOTP(secret, digits=DIGITS, interval=STEP_SECONDS)
