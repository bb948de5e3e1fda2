"""Passwords are kept as argon2id hashes that are costly to guess."""

from argon2 import PasswordHasher, Type, extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY

from service.accounts.passwords import hash_password, verify_password

PASSWORD = "a-long-enough-password"


def test_the_service_hashes_at_the_cost_that_rfc_9106_asks(shipped_hasher: PasswordHasher):
    assert extract_parameters(shipped_hasher.hash(PASSWORD)) == RFC_9106_LOW_MEMORY


def test_tests_hash_in_the_same_way_and_no_password_fits_but_its_own():
    stored = hash_password(PASSWORD)
    assert extract_parameters(stored).type is Type.ID
    assert stored != hash_password(PASSWORD)
    assert verify_password(stored, PASSWORD)
    assert not verify_password(stored, PASSWORD + "x")
    assert not verify_password(None, "no account has this password")
