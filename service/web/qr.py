"""A QR code as part of a page."""

import io

import segno
from markupsafe import Markup

QUIET_MODULES = 4
"""The white border that readers need (ISO/IEC 18004)."""


def qr(text: str) -> Markup:
    """An SVG without a size of its own; whoever shows it says in words what it holds."""
    out = io.BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(
        out, kind="svg", border=QUIET_MODULES, dark="#000", light="#fff", omitsize=True,
        xmldecl=False, svgns=False,
    )  # fmt: skip
    return Markup(out.getvalue().decode())  # noqa: S704 - drawn from numbers alone
