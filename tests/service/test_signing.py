"""Signatures of the office can be checked with the published key alone."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask

from service import signing


def test_a_signature_holds_for_exactly_what_was_signed(app: Flask) -> None:
    signature = signing.sign(b"content")
    key = signing.load_public_key(signing.public_key_pem())
    assert len(signature) == 64
    assert signing.verify(b"content", signature, key)
    assert not signing.verify(b"Content", signature, key)
    assert not signing.verify(b"content", signature[:-1], key)
    assert not signing.verify(b"content", signature, Ed25519PrivateKey.generate().public_key())


def test_a_key_is_named_by_the_hash_of_its_raw_bytes(app: Flask) -> None:
    # RFC 8032 section 7.1, test 1
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    key = Ed25519PrivateKey.from_private_bytes(seed).public_key()
    assert signing.raw(key).hex().startswith("d75a980182b10ab7d54bfed3c964073a")
    assert signing.key_id(key) == "21fe31dfa154a261"


def test_what_a_retired_key_signed_stays_trusted(app: Flask) -> None:
    settings = app.config["SETTINGS"]
    old_id, old_pem = signing.key_id(), signing.public_key_pem()
    folder = settings.var_dir / signing.RETIRED_KEYS
    folder.mkdir(exist_ok=True)
    (folder / "2026.pem").write_text(old_pem)
    app.config["SETTINGS"] = replace(settings, signing_key=bytes(range(32)))
    try:
        assert signing.key_id() != old_id
        assert set(signing.trusted_keys()) == {old_id, signing.key_id()}
    finally:
        app.config["SETTINGS"] = settings
        (folder / "2026.pem").unlink()


@pytest.mark.parametrize("pem", ["", "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----"])
def test_what_is_no_key_is_refused(pem: str) -> None:
    with pytest.raises(ValueError, match="PEM"):
        signing.load_public_key(pem)


def test_another_kind_of_key_is_refused() -> None:
    pem = generate_private_key(SECP256R1()).public_key()
    text = pem.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    with pytest.raises(ValueError, match="Ed25519"):
        signing.load_public_key(text)
