"""The token goes to the service alone: to a server that an authority vouches for."""

import ipaddress
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from credit_window_client import CreditWindow, Patience, Unreachable
from credit_window_client.requests import Request
from tests.client.scripted import Said, scripted

ONCE = Patience(attempts=1)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of this machine's address with its key, vouched for by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "credit.example")])
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "certificate.pem"
    file.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return file


def test_a_server_nobody_vouches_for_never_hears_the_token(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with scripted(context) as server:
        server.says(Said(body=b'{"number":"1"}'))
        wary = CreditWindow(server.address, "secret", patience=ONCE)
        with pytest.raises(Unreachable, match="SSLError"):
            wary.checks.get("1")
        assert server.asked == []
        trusting = {"ca_file": str(certificate), "patience": ONCE}
        with CreditWindow(server.address, "secret", **trusting) as client:
            assert client.checks.get("1")["number"] == "1"
        assert server.headers("Authorization") == ["Bearer secret"]


def test_what_a_request_holds_is_not_shown_with_it():
    private = {"id_number": "330106198505170016"}
    shown = repr(Request("POST", "/x", json=private, form=private, basic=("clerk", "secret")))
    assert "330106" not in shown
    assert "secret" not in shown
