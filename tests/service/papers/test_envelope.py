import json
from dataclasses import replace

import pytest

from credit.checks.certificate.content import CERTIFICATE, CertificateContent
from credit.checks.certificate.limits import SLIP_NAME_CHARS_MAX
from service import signing
from service.papers.content import InvalidPaper
from service.papers.envelope import (
    from_json,
    qr_text,
    read_qr,
    slip_of,
    to_base64url,
    to_json,
)
from service.papers.limits import QR_CHARS_MAX
from tests.factories import certificates
from tests.factories.certificates import ADDRESS, SIGNER, negative, passed_nothing_on_file, sealed


def with_address_of(chars: int) -> CertificateContent:
    """A certificate whose QR text would have exactly so many characters."""
    short = passed_nothing_on_file()
    missing = chars - len(qr_text(sealed(short)))
    return replace(short, verify_url=short.verify_url.replace("gov", "gov" + "o" * missing))


@pytest.mark.parametrize("build", certificates.VARIANTS.values(), ids=certificates.VARIANTS)
def test_an_envelope_survives_the_way_through_its_file(build) -> None:
    envelope = sealed(build())
    assert from_json(CERTIFICATE, to_json(envelope)) == envelope


def test_the_office_key_can_sign() -> None:
    assert sealed(negative()).key_id == signing.key_id(SIGNER.public)


def test_the_qr_leads_to_the_verification_page_and_carries_the_slip_behind_the_fragment() -> None:
    envelope = sealed(negative())
    address, _, payload = qr_text(envelope).partition("#")
    assert address == envelope.content.verify_url
    read = read_qr(CERTIFICATE, f" {address}#{payload}\n")
    assert read.signed_bytes == envelope.signed_bytes
    assert read.signature == envelope.signature
    assert read.number == envelope.content.number
    assert read.values["outcome"] == "negative"
    assert read.values["points"] == "-10"


def test_a_slip_shows_no_more_of_a_person_than_the_mask() -> None:
    values = json.loads(slip_of(CERTIFICATE, negative(), "k"))
    assert values[6:8] == ["李*", "330***********567X"]


def test_a_long_name_is_shortened_in_the_slip_and_whole_in_its_digest() -> None:
    content = passed_nothing_on_file()
    long, longer = (
        replace(content, subject=replace(content.subject, name_masked="公" * n))
        for n in (SLIP_NAME_CHARS_MAX, SLIP_NAME_CHARS_MAX + 1)
    )
    first, second = (json.loads(slip_of(CERTIFICATE, each, "k")) for each in (long, longer))
    assert first[6] == second[6] == "公" * SLIP_NAME_CHARS_MAX
    assert first[-1] != second[-1]


def test_a_qr_too_dense_to_scan_carries_the_address_alone() -> None:
    fits, too_long = with_address_of(QR_CHARS_MAX), with_address_of(QR_CHARS_MAX + 1)
    assert len(qr_text(sealed(fits))) == QR_CHARS_MAX
    assert qr_text(sealed(too_long)) == too_long.verify_url


@pytest.mark.parametrize(
    "text",
    ["", ADDRESS, f"{ADDRESS}#", f"{ADDRESS}#%%%", f"{ADDRESS}#" + "A" * 200, "#W10" + "A" * 86],
)
def test_a_text_without_a_slip_is_refused(text: str) -> None:
    with pytest.raises(InvalidPaper):
        read_qr(CERTIFICATE, text)


def test_a_slip_of_another_format_is_refused() -> None:
    other = slip_of(CERTIFICATE, negative(), "k").replace(b"CW1", b"CW2")
    with pytest.raises(InvalidPaper):
        read_qr(CERTIFICATE, "#" + to_base64url(other + bytes(64)))


@pytest.mark.parametrize(
    "document",
    [b"", b"{}", b"[]", b"\xff", b'{"content":{}}', b"[" * 100_000, b'{"content":null}'],
    ids=lambda document: repr(document[:16]),
)
def test_a_file_that_is_no_envelope_is_refused(document: bytes) -> None:
    with pytest.raises(InvalidPaper):
        from_json(CERTIFICATE, document)


@pytest.mark.parametrize(
    "change", [{"key_id": 3}, {"signature": "***"}, {"signature": None}], ids=str
)
def test_an_envelope_with_ill_typed_members_is_refused(change: dict[str, object]) -> None:
    plain = json.loads(to_json(sealed()))
    with pytest.raises(InvalidPaper):
        from_json(CERTIFICATE, json.dumps({**plain, **change}).encode())


def test_a_lone_surrogate_in_a_file_is_refused() -> None:
    document = to_json(sealed()).replace("张*三".encode(), b"\\ud800")
    with pytest.raises(InvalidPaper):
        from_json(CERTIFICATE, document)
