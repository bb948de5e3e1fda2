"""Makes a picture of a page small enough to be kept with the code: a PNG with a palette.

Cutting at the median keeps what there is most of, ground and ink, in its very colour.
"""

from io import BytesIO

from PIL import Image

BYTES_MAX = 90_000
"""One picture; a page of text needs 30 to 70 kB."""
COLOURS = (96, 64, 48, 32)
"""Tried in turn until the picture is small enough."""


def shrink(png: bytes, bytes_max: int = BYTES_MAX) -> bytes:
    """The same picture in as many colours as fit. Raises ValueError if the fewest are too many."""
    image = Image.open(BytesIO(png)).convert("RGB")
    for colours in COLOURS:
        out = BytesIO()
        few = image.quantize(colours, Image.Quantize.MEDIANCUT, kmeans=1, dither=Image.Dither.NONE)
        few.save(out, "PNG", optimize=True)
        if out.tell() <= bytes_max:
            return out.getvalue()
    raise ValueError(f"{out.tell()} bytes in {colours} colours, {bytes_max} are allowed: crop it")
