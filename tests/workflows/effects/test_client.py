"""The line to a target: bounded, verified, never led elsewhere, whatever the other end does."""

import base64
import hashlib
import json
import socket
import threading
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from service import clock
from service.targets import TargetAddress
from tests.counterpart.running import Counterpart
from tests.workflows.effects.conftest import trust
from workflows.effects import client
from workflows.effects.answers import Kind, judge
from workflows.effects.receipts import Expected, canonical

FAST = {"CONNECT_SECONDS": 0.5, "READ_SECONDS": 0.4, "TOTAL_SECONDS": 1.0}


@pytest.fixture
def impatient(monkeypatch) -> None:
    for name, seconds in FAST.items():
        monkeypatch.setattr(client, name, seconds)


def ask(address: TargetAddress, key: str | None = None):
    """Post one message; the answer and what it means."""
    key = key or str(uuid4())
    message = {"target": "credit_china", "effect": "stop_publicity", "effect_id": key}
    body = canonical(message)
    answer = client.post(address, body, key)
    digest = hashlib.sha256(body).hexdigest()
    expected = Expected("credit_china", "stop_publicity", key, digest)
    return answer, judge(answer, expected, address.keys)


def test_a_message_is_taken_and_its_receipt_believed(counterpart):
    answer, verdict = ask(counterpart.address)
    assert answer.status == 200
    assert verdict.kind is Kind.confirmed
    assert verdict.receipt["receipt"]["number"] == "R-000001"


def test_the_counterpart_refuses_an_office_it_does_not_know(counterpart):
    counterpart.tell(office_keys={})
    assert ask(counterpart.address)[1].code == "unknown-key"


def test_a_clock_that_is_wrong_is_a_refusal(counterpart):
    counterpart.tell(skew_seconds=300)
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        verdict = ask(counterpart.address)[1]
    assert (verdict.kind, verdict.code) == (Kind.refused, "too-old")


def test_the_same_key_gets_the_same_receipt(counterpart):
    key = str(uuid4())
    receipts = [ask(counterpart.address, key)[1].receipt for _ in range(3)]
    assert receipts[0] == receipts[1] == receipts[2]
    assert len(counterpart.book["receipts"]) == 1
    assert counterpart.book["deliveries"] == [key] * 3


@pytest.mark.parametrize(
    ("mode", "code"),
    [
        ("bad-signature", "receipt-bad-signature"),
        ("unknown-key", "receipt-unknown-key"),
        ("other-receipt", "receipt-for-another"),
        ("no-receipt", "receipt-missing"),
        ("not-json", "receipt-missing"),
    ],
)
def test_a_receipt_that_is_none_confirms_nothing(counterpart, mode, code):
    counterpart.tell(mode=mode)
    verdict = ask(counterpart.address)[1]
    assert (verdict.kind, verdict.code) == (Kind.failed, code)


def test_an_answer_given_twice_counts_once(counterpart):
    counterpart.tell(mode="twice")
    assert ask(counterpart.address)[1].kind is Kind.confirmed


@pytest.mark.parametrize("mode", ["drop-before", "drop-after"])
def test_a_line_that_breaks_is_a_failure(counterpart, mode):
    counterpart.tell(mode=mode)
    assert ask(counterpart.address)[1].code == "broken-off"
    assert len(counterpart.book["receipts"]) == (1 if mode == "drop-after" else 0)


def test_an_answer_that_is_too_long_is_not_read(counterpart):
    counterpart.tell(mode="too-long")
    assert ask(counterpart.address)[1].code == "answer-too-long"


def test_the_longest_answer_is_read(counterpart, monkeypatch):
    answer, _ = ask(counterpart.address)
    monkeypatch.setattr(client, "ANSWER_BYTES_MAX", len(answer.body))
    assert ask(counterpart.address)[1].kind is Kind.confirmed
    monkeypatch.setattr(client, "ANSWER_BYTES_MAX", len(answer.body) - 1)
    assert ask(counterpart.address)[1].code == "answer-too-long"


def test_a_redirect_is_not_followed(counterpart, tmp_path):
    other = Counterpart(tmp_path)
    other.start()
    try:
        trust(other)
        counterpart.tell(mode="redirect", location=other.address.url)
        verdict = ask(counterpart.address)[1]
        assert (verdict.kind, verdict.code) == (Kind.refused, "http-307")
        assert other.book["deliveries"] == []
    finally:
        other.stop()


def test_a_proxy_of_the_environment_is_not_used(counterpart, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert ask(counterpart.address)[1].kind is Kind.confirmed


@pytest.mark.usefixtures("impatient")
def test_silence_ends(counterpart):
    counterpart.tell(mode="slow", seconds=60)
    began = time.monotonic()
    assert ask(counterpart.address)[1].code == "timeout"
    assert time.monotonic() - began < 30


@pytest.mark.usefixtures("impatient")
def test_what_is_done_late_does_not_stand_in_a_book_emptied_meanwhile(counterpart):
    counterpart.tell(mode="slow", seconds=1.5)
    assert ask(counterpart.address)[1].code == "timeout"
    counterpart.forget()
    time.sleep(1.5)
    assert counterpart.book["receipts"] == []


@pytest.mark.usefixtures("impatient")
def test_a_line_that_drips_ends(counterpart):
    """Each byte comes within the read limit; only the whole is bounded."""
    counterpart.tell(mode="drip", seconds=0.1)
    began = time.monotonic()
    verdict = ask(counterpart.address)[1]
    assert verdict.kind is Kind.failed
    assert time.monotonic() - began < 20


@pytest.mark.usefixtures("impatient")
def test_headers_that_drip_end(app):
    """They would go on for a quarter of an hour."""
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(10)

        def drip() -> None:
            line, _ = listener.accept()
            with line:
                for byte in b"HTTP/1.1 200 OK\r\nX: " + b"x" * 10_000:
                    try:
                        line.sendall(bytes([byte]))
                    except OSError:
                        return
                    if stop.wait(0.1):
                        return

        thread = threading.Thread(target=drip)
        thread.start()
        port = listener.getsockname()[1]
        began = time.monotonic()
        try:
            answer, _ = ask(TargetAddress(f"http://127.0.0.1:{port}/x", (bytes(32),)))
        finally:
            stop.set()
            thread.join()
    assert answer.error is not None
    assert time.monotonic() - began < 60


def test_nobody_there_has_its_code(app):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    gone = TargetAddress(f"http://127.0.0.1:{port}/x", (bytes(32),))
    assert ask(gone)[1].code == "unreachable"
    unknown = TargetAddress("http://nowhere.invalid/x", (bytes(32),))
    assert ask(unknown)[1].code == "unknown-host"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> tuple[Path, Path]:
    """A certificate for localhost that nobody vouches for but itself, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = clock.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    return folder / "cert.pem", folder / "key.pem"


@pytest.fixture
def secure(app, tmp_path, certificate):
    cert, key = map(str, certificate)
    running = Counterpart(
        tmp_path, ("--certificate", cert, "--certificate-key", key), scheme="https", ca_file=cert
    )
    running.start()
    trust(running)
    yield running
    running.stop()


def test_tls_is_spoken_and_its_certificate_verified(secure):
    address = secure.address
    assert ask(address)[1].kind is Kind.confirmed
    stranger = replace(address, ca_file=None)
    assert ask(stranger)[1].code == "tls-failed"
    other_name = replace(address, url=address.url.replace("localhost", "127.0.0.1"))
    assert ask(other_name)[1].code == "tls-failed"
    assert len(secure.book["deliveries"]) == 1


def _whole(line: socket.socket) -> bytes:
    """One request: what its length says, however it comes in pieces."""
    content = b""
    while b"\r\n\r\n" not in content:
        content += line.recv(65536)
    head, _, body = content.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].split()[0])
    while len(body) < length:
        body += line.recv(65536)
    return head + b"\r\n\r\n" + body


def test_what_is_sent_carries_no_more_than_it_must(app):
    """A bare socket reads the very bytes of a request."""
    seen: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(10)

        def read() -> None:
            line, _ = listener.accept()
            with line:
                seen.append(_whole(line))
                line.sendall(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")

        thread = threading.Thread(target=read)
        thread.start()
        port = listener.getsockname()[1]
        ask(TargetAddress(f"http://127.0.0.1:{port}/exchange", (bytes(32),)), "one-key")
        thread.join()
    head, _, body = seen[0].partition(b"\r\n\r\n")
    lines = dict(line.split(": ", 1) for line in head.decode().splitlines()[1:])
    assert head.startswith(b"POST /exchange HTTP/1.1\r\n")
    assert lines["Host"] == f"127.0.0.1:{port}"
    assert lines["Idempotency-Key"] == "one-key"
    assert not {"Cookie", "Authorization"} & set(lines)
    assert json.loads(body)["effect_id"] == "one-key"
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    assert lines["Content-Digest"] == f"sha-256=:{digest}:"
