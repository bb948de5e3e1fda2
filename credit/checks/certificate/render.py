"""Drawing: the envelope as an archival PDF (PDF/A-3a and PDF/UA-1), the same bytes every time."""

import io
import json
import threading
from functools import cache, partial
from pathlib import Path

import segno
import typst
from pylopdf_fonts_zh_cn import sans_path, serif_path

from credit.checks.certificate.glyphs import printable
from credit.checks.certificate.layout import page_data
from credit.checks.certificate.sign import Envelope, qr_text, to_json

TEMPLATE = Path(__file__).with_name("certificate.typ")
ATTACHMENT_NAME = "certificate.json"
"""The signed content inside the PDF; the template and the stand-alone verifier know it too."""

# The compiler keeps its fonts between pages and may serve only one thread at a time.
_one_at_a_time = threading.Lock()


def render_pdf(envelope: Envelope) -> bytes:
    """The certificate as a PDF, `certificate.json` attached. Same envelope, same bytes."""
    shown = partial(printable, font=serif_path())
    inputs = {
        "page": json.dumps(page_data(envelope, shown), ensure_ascii=False),
        "qr": _qr_svg(qr_text(envelope)),
        "envelope": to_json(envelope).decode(),
        "watermark": _watermark_svg() if envelope.content.rule_set.demonstration else "",
    }
    issued = int(envelope.content.issued_at.timestamp())
    with _one_at_a_time:
        # Archival with an attachment (ISO 19005-3), readable by screen readers (ISO 14289).
        document = _compiler().compile(
            sys_inputs=inputs, format="pdf", pdf_standards=["a-3a", "ua-1"], timestamp=issued
        )
    assert isinstance(document, bytes)
    return document


def _qr_svg(text: str) -> str:
    """The QR at error correction M, which survives a crease or a stamp across a corner."""
    out = io.BytesIO()
    code = segno.make(text, error="m", micro=False, boost_error=False)
    code.save(out, kind="svg", border=0, xmldecl=False, svgns=True)
    return out.getvalue().decode()


@cache
def _watermark_svg() -> str:
    template = TEMPLATE.with_name("watermark.typ")
    drawn = typst.compile(
        str(template), format="svg", font_paths=_fonts(), ignore_system_fonts=True
    )
    return bytes(drawn).decode()


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(input=str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=_fonts())


@cache
def _fonts() -> typst.Fonts:
    """Our two fonts alone: what a machine has installed must not change a page."""
    folders = sorted({str(path.parent) for path in (sans_path(), serif_path())})
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
