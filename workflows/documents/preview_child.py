"""Draws one page of a file anew, in a process of its own, with no environment and bounded means.

    python -I preview_child.py '{"media_type": …, "page": n, limits …}' < file > page.png

It writes a PNG, or nothing where the page cannot be drawn or is not there. It imports nothing of
the service. Nothing of the file but its looks gets into the PNG: no script, no link, no hidden
text, no word on who made it where.
"""

import io
import json
import math
import resource
import sys
import warnings
from typing import Any

POINTS_PER_INCH = 72
SHRINK, SHRINKS_MAX = 0.9, 6
"""A picture that packs badly is drawn smaller, so many times, and each by this much more."""
PACKING = 3
"""Of 9: twice as fast as the default and hardly larger."""
GAP = 2.0
"""A picture is halved quickly while it is at least so many times too large, then drawn finely."""


def main() -> None:
    """Draw the page of standard input on standard output."""
    given = json.loads(sys.argv[1])
    _bind(given["memory_bytes"], given["seconds"])
    content = sys.stdin.buffer.read()
    draw = _pdf_page if given["media_type"] == "application/pdf" else _picture
    try:
        answer = _packed(_fitted(draw(content, given), given), given["bytes_max"])
    except Exception:  # noqa: BLE001 - whatever a parser raises, the page cannot be shown
        return
    sys.stdout.buffer.write(answer)


def _bind(memory_bytes: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def _pdf_page(content: bytes, given: dict[str, Any]) -> Any:
    """A page of a PDF with its stamps and filled-in fields. Raises IndexError past the last."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    document.init_forms()
    if not 1 <= given["page"] <= len(document):
        raise IndexError
    page = document[given["page"] - 1]
    ratio = _ratio(page.get_size(), given)
    return page.render(scale=min(given["dpi"] / POINTS_PER_INCH, ratio)).to_pil()


def _picture(content: bytes, given: dict[str, Any]) -> Any:
    """A picture the right way up, on white where it is transparent."""
    from PIL import Image, ImageOps

    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None  # it was measured when it was taken in
    if given["page"] != 1:
        raise IndexError
    picture: Any = Image.open(io.BytesIO(content), formats=["JPEG", "PNG"])
    ratio = min(1, _ratio(picture.size, given))
    picture.draft(None, (math.ceil(picture.width * ratio), math.ceil(picture.height * ratio)))
    picture = ImageOps.exif_transpose(picture)
    if picture.has_transparency_data:
        ground = Image.new("RGBA", picture.size, "white")
        ground.alpha_composite(picture.convert("RGBA"))
        picture = ground
    return picture


def _ratio(size: tuple[float, float], given: dict[str, Any]) -> float:
    """By how much a picture may be enlarged to keep to its limits."""
    by_area = math.sqrt(given["pixels_max"] / size[0] / size[1])
    return float(min(by_area, given["side_max"] / max(size)))


def _fitted(picture: Any, given: dict[str, Any]) -> Any:
    picture = picture if picture.mode in ("L", "RGB") else picture.convert("RGB")
    return _smaller(picture, _ratio(picture.size, given))


def _smaller(picture: Any, ratio: float) -> Any:
    if ratio >= 1:
        return picture
    width, height = (max(1, int(side * ratio)) for side in picture.size)
    return picture.resize((width, height), reducing_gap=GAP)


def _packed(picture: Any, bytes_max: int) -> bytes:
    for _ in range(SHRINKS_MAX):
        picture.info = {}  # what the file says about itself stays behind
        out = io.BytesIO()
        picture.save(out, "PNG", compress_level=PACKING)
        if out.tell() <= bytes_max:
            return out.getvalue()
        picture = _smaller(picture, SHRINK * math.sqrt(bytes_max / out.tell()))
    raise ValueError(bytes_max)


if __name__ == "__main__":
    main()
