"""Drawing a certificate: the same envelope gives the same bytes every time."""

import json
from pathlib import Path

from credit.checks.certificate.content import CertificateContent
from credit.checks.certificate.layout import page_data
from service.papers.drawing import draw, outlines, qr_svg, shown
from service.papers.envelope import Envelope, qr_text, to_json

TEMPLATE = Path(__file__).with_name("certificate.typ")
WATERMARK = Path(__file__).with_name("watermark.typ")
ATTACHMENT_NAME = "certificate.json"
"""The signed content inside the PDF; the template and the stand-alone verifier know it too."""


def render_pdf(envelope: Envelope[CertificateContent]) -> bytes:
    """The certificate as a PDF, `certificate.json` attached. Same envelope, same bytes."""
    inputs = {
        "page": json.dumps(page_data(envelope, shown), ensure_ascii=False),
        "qr": qr_svg(qr_text(envelope)),
        "envelope": to_json(envelope).decode(),
        "watermark": outlines(WATERMARK) if envelope.content.rule_set.demonstration else "",
    }
    return draw(TEMPLATE, inputs, envelope.content.issued_at)
