"""Drawing: an archival PDF (PDF/A-3a and PDF/UA-1) of a template, the same bytes every time."""

import io
import threading
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

import segno
import typst
from pylopdf_fonts_zh_cn import sans_path, serif_path

from service.papers.glyphs import printable
from service.settings import REPOSITORY

# The compiler keeps its fonts between pages and may serve only one thread at a time.
_one_at_a_time = threading.Lock()


def shown(text: str) -> str:
    """A text as the serif font of a paper can print it (see `glyphs.printable`)."""
    return printable(text, serif_path())


def draw(template: Path, inputs: Mapping[str, str], dated: datetime) -> bytes:
    """The PDF of a template; `dated` stands in it as the time it was made."""
    with _one_at_a_time:
        # Archival with an attachment (ISO 19005-3), readable by screen readers (ISO 14289).
        document = _compiler(template).compile(
            sys_inputs=dict(inputs),
            format="pdf",
            pdf_standards=["a-3a", "ua-1"],
            timestamp=int(dated.timestamp()),
        )
    assert isinstance(document, bytes)
    return document


def qr_svg(text: str) -> str:
    """The QR at error correction M, which survives a crease or a stamp across a corner."""
    out = io.BytesIO()
    code = segno.make(text, error="m", micro=False, boost_error=False)
    code.save(out, kind="svg", border=0, xmldecl=False, svgns=True)
    return out.getvalue().decode()


@cache
def outlines(template: Path) -> str:
    """A small drawing as SVG, its text turned into outlines."""
    drawn = typst.compile(
        str(template), format="svg", font_paths=_fonts(), ignore_system_fonts=True
    )
    return bytes(drawn).decode()


@cache
def _compiler(template: Path) -> typst.Compiler:
    # Templates share service/papers/paper.typ, so the root is above them all.
    return typst.Compiler(input=str(template), root=str(REPOSITORY), font_paths=_fonts())


@cache
def _fonts() -> typst.Fonts:
    """Our two fonts alone: what a machine has installed must not change a page."""
    folders = sorted({str(path.parent) for path in (sans_path(), serif_path())})
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
