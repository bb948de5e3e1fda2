"""Drawing a report: the same envelope gives the same bytes every time."""

import json
from pathlib import Path

from credit.reports.content import ReportContent
from credit.reports.layout import page_data
from service.papers.drawing import draw, qr_svg, shown
from service.papers.envelope import Envelope, qr_text, to_json

TEMPLATE = Path(__file__).with_name("report.typ")
ATTACHMENT_NAME = "report.json"
"""The signed content inside the PDF; the template knows the name too."""


def render_pdf(envelope: Envelope[ReportContent]) -> bytes:
    """The report as a PDF, `report.json` attached. Same envelope, same bytes."""
    inputs = {
        "page": json.dumps(page_data(envelope, shown), ensure_ascii=False),
        "qr": qr_svg(qr_text(envelope)),
        "envelope": to_json(envelope).decode(),
    }
    return draw(TEMPLATE, inputs, envelope.content.issued_at)
