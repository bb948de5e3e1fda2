"""The look into a file, in a process of its own, with no environment and bounded means.

    python -I inspect_child.py '{"media_type": …, limits …}' < file

It writes one line of JSON: `{"pages": n}` for a file that may be kept (null for a picture),
or `{"fault": code}`. It imports nothing of the service, so a fault of a parser meets no
secret; a parser that runs away is ended by the limits of memory and time.
"""

import io
import json
import resource
import struct
import sys
import warnings
import zlib
from collections.abc import Iterator
from typing import Any

ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/XFA", "/RichMediaContent"})
"""Keys of a PDF dictionary behind which something runs (ISO 32000-1, 12.6.4 and 12.7.8)."""
ACTIVE_ACTIONS = frozenset({"/JavaScript", "/Launch", "/Rendition", "/GoToE", "/ImportData"})
"""Actions (the value of /S) that run something or open something else."""


PNG = b"\x89PNG\r\n\x1a\n"
CHUNK_FRAME = 12
"""Bytes around the content of a chunk of a PNG: its length, its kind, its checksum."""
HEAD_AT, INTERLACE_AT = 16, 28
"""Where a PNG tells its width and what follows, and how its rows are ordered."""
SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Colour type -> values of one pixel (ISO/IEC 15948, 11.2.2)."""
WHOLE = (0, 0, 1, 1)
INTERLACED = (
    (0, 0, 8, 8),
    (4, 0, 8, 8),
    (0, 4, 4, 8),
    (2, 0, 4, 4),
    (0, 2, 2, 4),
    (1, 0, 2, 2),
    (0, 1, 1, 2),
)
"""Adam7: where each pass begins, across and down, and its steps (8.2)."""
PIECE_BYTES = 1024 * 1024


class Refused(Exception):  # noqa: N818 - says what became of the file
    """The file is not taken; the argument is the fault's code."""


def main() -> None:
    """Look at standard input and say what it is."""
    given = json.loads(sys.argv[1])
    _bind(given["memory_bytes"], given["seconds"])
    content = sys.stdin.buffer.read()
    of_pdf = given["media_type"] == "application/pdf"
    answer: dict[str, int | str | None]
    try:
        answer = {"pages": _pages(content, given) if of_pdf else _pages_of_picture(content, given)}
    except Refused as refused:
        answer = {"fault": str(refused)}
    except MemoryError:
        answer = {"fault": "too-complex"}
    except Exception:  # noqa: BLE001 - whatever a parser raises, the file cannot be read
        answer = {"fault": "broken-pdf" if of_pdf else "broken-image"}
    sys.stdout.write(json.dumps(answer))


def _bind(memory_bytes: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def _pages(content: bytes, given: dict[str, Any]) -> int:
    """Pages of a PDF that is whole, open and still. Raises Refused or what the parser raises."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted:
        raise Refused("locked-pdf")
    for seen, mapping in enumerate(_dictionaries(reader, reader.trailer), 1):
        if seen > given["objects_max"]:
            raise Refused("too-complex")
        if ACTIVE_KEYS & mapping.keys() or str(mapping.get("/S")) in ACTIVE_ACTIONS:
            raise Refused("active-pdf")
    count = len(reader.pages)
    if count > given["pages_max"]:
        raise Refused("too-many-pages")
    if not count or not all(page.mediabox.width > 0 for page in reader.pages):
        raise Refused("broken-pdf")
    return count


def _dictionaries(reader: Any, root: Any) -> Iterator[Any]:
    """Every dictionary that can be reached in a PDF, each once."""
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

    waiting, known = [root], set()
    while waiting:
        found = waiting.pop()
        if isinstance(found, IndirectObject):
            place = (found.idnum, found.generation)
            if place in known:
                continue
            known.add(place)
            found = reader.get_object(found)
        if isinstance(found, DictionaryObject):
            yield found
            waiting.extend(found.values())
        elif isinstance(found, ArrayObject):
            waiting.extend(found)


def _pages_of_picture(content: bytes, given: dict[str, Any]) -> int | None:
    """Decode a picture whole; it has no pages. Raises Refused or what the decoder raises."""
    from PIL import Image

    warnings.simplefilter("error")
    Image.MAX_IMAGE_PIXELS = None  # our own limits are asked before a pixel is decoded
    with Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as picture:
        width, height = picture.size
        if max(width, height) > given["side_max"] or width * height > given["pixels_max"]:
            raise Refused("image-too-large")
        if min(width, height) < given["side_min"]:
            raise Refused("image-too-small")
        if picture.format == "PNG" and getattr(picture, "is_animated", False):
            raise Refused("moving-image")
        picture.load()
        if picture.format == "PNG" and not _has_all_rows(content):
            raise Refused("broken-image")
    return None


def _has_all_rows(png: bytes) -> bool:
    """Whether a PNG holds as many rows as its head says; the decoder fills up what is missing."""
    width, height, depth, colour = struct.unpack_from(">IIBB", png, HEAD_AT)
    wanted = 0
    for left, top, across, down in INTERLACED if png[INTERLACE_AT] else (WHOLE,):
        columns, rows = -(-(width - left) // across), -(-(height - top) // down)
        if columns > 0 and rows > 0:
            wanted += rows * (1 + -(-columns * depth * SAMPLES[colour] // 8))
    return _inflates_to(png, wanted)


def _inflates_to(png: bytes, wanted: int) -> bool:
    """Whether the image data of a PNG come to so many bytes; never more than a piece is held."""
    inflate, place, came = zlib.decompressobj(), len(PNG), 0
    while place + CHUNK_FRAME <= len(png):
        length, kind = struct.unpack_from(">I4s", png, place)
        waiting = png[place + 8 : place + 8 + length] if kind == b"IDAT" else b""
        while waiting:
            came += len(inflate.decompress(waiting, PIECE_BYTES))
            waiting = inflate.unconsumed_tail
            if came >= wanted:
                return True
        place += length + CHUNK_FRAME
    return came + len(inflate.flush()) >= wanted


if __name__ == "__main__":
    main()
