"""Codes by time against the vectors of RFC 6238, and the window of one step."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from service.accounts import totp
from service.accounts.spoken import as_typed

OF_THE_RFC = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""`12345678901234567890` in base 32 (RFC 6238, appendix B, SHA-1)."""


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (59, "287082"), (1111111109, "081804"), (1111111111, "050471"),
        (1234567890, "005924"), (2000000000, "279037"), (20000000000, "353130"),
    ],
)  # fmt: skip
def test_the_vectors_of_the_rfc_are_met(second: int, code: str):
    moment = datetime.fromtimestamp(second, UTC)
    assert totp.step_of(OF_THE_RFC, code, moment) == second // 30


def test_one_step_beside_is_taken_and_no_more():
    shown_at = datetime.fromtimestamp(1234567890, UTC)  # the first second of its step
    wanted = {-31: None, -30: 41152263, -1: 41152263, 0: 41152263, 59: 41152263, 60: None}
    found = {
        seconds: totp.step_of(OF_THE_RFC, "005924", shown_at + timedelta(seconds=seconds))
        for seconds in wanted
    }
    assert found == wanted


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("005 924", True), ("005-924", True), ("００５９２４", True), (" 005924 ", True),
        ("00592", False), ("0059240", False), ("٠٠٥٩٢٤", False), ("00592x", False), ("", False),
    ],
)  # fmt: skip
def test_a_code_is_read_as_people_type_it(typed: str, read: bool):
    assert totp.is_code(as_typed(typed)) is read
    moment = datetime.fromtimestamp(1234567890, UTC)
    if read:
        assert totp.step_of(OF_THE_RFC, as_typed(typed), moment) is not None


def test_a_secret_has_160_bits_and_goes_to_the_telephone_with_its_name():
    made = {totp.new_secret() for _ in range(50)}
    assert len(made) == 50
    secret = made.pop()
    assert len(secret) * 5 == 160
    assert totp.in_groups(secret).replace(" ", "") == secret
    address = urlsplit(totp.address(secret, "wang.xiao", "信用专窗"))
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert unquote(address.path) == "/信用专窗:wang.xiao"
    assert parse_qs(address.query) == {"secret": [secret], "issuer": ["信用专窗"]}
