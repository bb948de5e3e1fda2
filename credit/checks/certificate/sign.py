"""What is signed of a certificate, and its way into a QR and a file and back."""

from credit.checks.certificate.content import CertificateContent
from credit.checks.certificate.limits import SLIP_NAME_CHARS_MAX
from credit.checks.certificate.snapshot import FORMAT
from service.papers import envelope as papers
from service.papers.envelope import (
    PaperKind,
    Signer,
    Slip,
    from_base64url,
    qr_text,
    to_base64url,
    to_json,
)
from service.papers.plain import plain_decimal

__all__ = [
    "SLIP_FIELDS",
    "SLIP_FORMAT",
    "Envelope",
    "from_base64url",
    "from_json",
    "qr_text",
    "read_qr",
    "seal",
    "slip",
    "to_base64url",
    "to_json",
]

Envelope = papers.Envelope[CertificateContent]


def _slip_values(content: CertificateContent) -> list[str]:
    return [
        content.number,
        content.issued_at.date().isoformat(),
        content.outcome.value,
        "1" if content.on_file else "0",
        plain_decimal(content.points),
        content.subject.name_masked[:SLIP_NAME_CHARS_MAX],
        content.subject.id_masked,
        f"{content.rule_set.code}/{content.rule_set.version}",
        content.as_of.isoformat(),
    ]


CERTIFICATE = PaperKind(
    content=CertificateContent,
    format=FORMAT,
    slip_format="CW1",
    slip_names=(
        "number", "issued_on", "outcome", "on_file", "points", "name_masked", "id_masked",
        "rule_set", "as_of",
    ),
    slip_values=_slip_values,
)  # fmt: skip
SLIP_FORMAT = CERTIFICATE.slip_format
SLIP_FIELDS = CERTIFICATE.slip_fields


def seal(content: CertificateContent, signer: Signer) -> Envelope:
    """Sign the content."""
    return papers.seal(CERTIFICATE, content, signer)


def slip(content: CertificateContent, key_id: str) -> bytes:
    """The bytes that are signed: `SLIP_FIELDS` as a canonical JSON list of texts."""
    return papers.slip_of(CERTIFICATE, content, key_id)


def read_qr(text: str) -> Slip:
    """The slip in the text of a QR, unverified. Raises InvalidPaper when there is none."""
    return papers.read_qr(CERTIFICATE, text)


def from_json(document: bytes) -> Envelope:
    """The envelope of an attached file, unverified. Raises InvalidPaper."""
    return papers.from_json(CERTIFICATE, document)
