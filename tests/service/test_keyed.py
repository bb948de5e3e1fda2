"""Keys taken in once give the digests that the standard library gives."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.keyed import KEYS_KEPT, keyed_digest


@given(key=st.binary(max_size=200), message=st.binary(max_size=300))
def test_the_digest_is_that_of_hmac(key, message):
    assert keyed_digest(key, message) == hmac.digest(key, message, hashlib.sha256)


@pytest.mark.parametrize("length", [0, 63, 64, 65])
def test_keys_about_as_long_as_a_block_of_the_hash(length):
    key = bytes(range(1, length + 1))
    assert keyed_digest(key, b"") == hmac.digest(key, b"", hashlib.sha256)


def test_more_keys_than_are_kept_take_turns():
    keys = [bytes([number]) * 32 for number in range(KEYS_KEPT + 1)]
    for _ in range(2):
        made = [keyed_digest(key, "同一条".encode()) for key in keys]
        assert made == [hmac.digest(key, "同一条".encode(), hashlib.sha256) for key in keys]


def test_the_example_of_rfc_4231():
    made = keyed_digest(b"Jefe", b"what do ya want for nothing?")
    assert made.hex() == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
