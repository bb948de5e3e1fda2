"""Request signatures against the standard's own example, and by the counterpart's own reading."""

import base64
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.counterpart.behaviour import Behaviour
from tests.counterpart.check import Unacceptable, verify
from tests.counterpart.keys import key_id, public_text
from workflows.effects.signature import Request, Seal, covered, signature_base, signed_headers

RFC_KEY = Ed25519PrivateKey.from_private_bytes(
    base64.b64decode("n4Ni+HpISpVObnQMW0wOhCKROaIKqKtW/2ZYb2p9KcU=")
)
RFC_SIGNATURE = (
    "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw=="
)
OFFICE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ID = key_id(OFFICE.public_key())
BODY = '{"effect":"stop_publicity","名":"称"}'.encode()
NOW = 1_795_000_000


def test_the_standards_example_comes_out_as_printed_there():
    """RFC 9421, B.2.6."""
    components = (
        ("date", "Tue, 20 Apr 2021 02:07:55 GMT"),
        ("@method", "POST"),
        ("@path", "/foo"),
        ("@authority", "example.com"),
        ("content-type", "application/json"),
        ("content-length", "18"),
    )
    params = (
        f'{covered([name for name, _ in components])};created=1618884473;keyid="test-key-ed25519"'
    )
    signed = RFC_KEY.sign(signature_base(components, params))
    assert base64.b64encode(signed).decode() == RFC_SIGNATURE


def headers(**values: object) -> dict[str, str]:
    request = Request("target.example:8443", "/exchange/effects", BODY, "11111111-key")
    seal = Seal(int(values.get("created", NOW)), ID, "nonce-of-sixteen")
    return {"Host": request.host, **signed_headers(request, seal, OFFICE.sign)}


@pytest.fixture
def behaviour(monkeypatch) -> Behaviour:
    monkeypatch.setattr("tests.counterpart.check.time", SimpleNamespace(time=lambda: NOW))
    return Behaviour(office_keys={ID: public_text(OFFICE.public_key())})


def refused(behaviour, given, *, path="/exchange/effects", body=BODY) -> str:
    with pytest.raises(Unacceptable) as caught:
        verify(path, given, body, behaviour)
    return caught.value.code


def test_a_sound_request_is_taken(behaviour):
    assert verify("/exchange/effects", headers(), BODY, behaviour) == (
        "11111111-key",
        "nonce-of-sixteen",
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [("Host", "other.example"), ("Idempotency-Key", "another"), ("Content-Type", "text/plain")],
)
def test_nothing_that_is_covered_can_be_changed(behaviour, name, value):
    assert refused(behaviour, headers() | {name: value}) == "bad-signature"


def test_path_body_time_and_key_are_bound(behaviour):
    assert refused(behaviour, headers(), path="/exchange/other") == "bad-signature"
    assert refused(behaviour, headers(), body=BODY + b" ") == "bad-digest"
    assert refused(behaviour, headers(created=NOW - 301)) == "too-old"
    later = headers()
    later["Signature-Input"] = later["Signature-Input"].replace(str(NOW), str(NOW + 1))
    assert refused(behaviour, later) == "bad-signature"
    behaviour.office_keys = {ID: public_text(RFC_KEY.public_key())}
    assert refused(behaviour, headers()) == "bad-signature"
    behaviour.office_keys = {}
    assert refused(behaviour, headers()) == "unknown-key"
