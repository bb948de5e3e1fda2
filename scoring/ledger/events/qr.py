"""A QR code as SVG within the page: sharp on paper at any size, and nothing is loaded for it."""

import segno
from markupsafe import Markup

_MODULES_OF_WHITE = 4
"""The quiet zone the standard wants around a code."""


def qr_svg(text: str) -> Markup:
    """The code of a text; `class="qr"`. The page says in words what it stands for.

    A quarter of it may be torn or stained and it still reads (error correction Q).
    """
    code = segno.make(text, error="q", micro=False, boost_error=False)
    drawn = code.svg_inline(
        border=_MODULES_OF_WHITE, omitsize=True, svgclass="qr", lineclass=None, light="#fff"
    )
    return Markup(drawn)  # noqa: S704 - drawn here, out of squares
