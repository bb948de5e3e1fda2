"""Files to hand in: good ones, and ones that must not be kept."""

import io
import zlib
from functools import cache

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)


def pdf(pages: int = 1, *, mark: str = "") -> bytes:
    """A PDF of blank pages; another `mark` gives another content."""
    return written(blank(pages, mark))


def blank(pages: int = 1, mark: str = "") -> PdfWriter:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    writer.add_metadata({"/Title": mark})
    return writer


def written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@cache
def picture(width: int = 800, height: int = 600, form: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(out, form)
    return out.getvalue()


def _action(kind: str, **more: object) -> DictionaryObject:
    found = DictionaryObject({NameObject("/S"): NameObject(kind)})
    for key, value in more.items():
        found[NameObject(f"/{key}")] = value
    return found


def locked_pdf() -> bytes:
    writer = blank()
    writer.encrypt("secret", algorithm="AES-256")
    return written(writer)


def printing_forbidden_pdf() -> bytes:
    """It opens without a password, and its owner has forbidden to print it."""
    writer = blank()
    writer.encrypt("", owner_password="secret", algorithm="AES-256")
    return written(writer)


def scripted_pdf() -> bytes:
    """The script stands among the document's names and runs when it is opened."""
    writer = blank()
    action = _action("/JavaScript", JS=TextStringObject("app.alert(1)"))
    names = ArrayObject([TextStringObject("hello"), writer._add_object(action)])
    tree = DictionaryObject({NameObject("/Names"): names})
    writer._root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): tree})
    return written(writer)


def opening_script_pdf() -> bytes:
    writer = blank()
    writer._root_object[NameObject("/OpenAction")] = _action(
        "/JavaScript", JS=TextStringObject("app.alert(1)")
    )
    return written(writer)


def disguised_script_pdf() -> bytes:
    """The name of the script's key is written with escapes, as malware does."""
    return (
        opening_script_pdf().replace(b"/JavaScript", b"/J#61v#61Script").replace(b"/JS", b"/J#53")
    )


def page_script_pdf() -> bytes:
    """The script hangs on a page's additional actions, behind references."""
    writer = blank(3)
    action = writer._add_object(_action("/JavaScript", JS=TextStringObject("x")))
    writer.pages[2][NameObject("/AA")] = DictionaryObject({NameObject("/O"): action})
    return written(writer)


def launching_pdf() -> bytes:
    writer = blank()
    action = _action("/Launch", F=TextStringObject("cmd.exe"))
    link = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Link"),
            NameObject("/A"): action,
        }
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(link)])
    return written(writer)


def dynamic_form_pdf() -> bytes:
    writer = blank()
    stream = DecodedStreamObject()
    stream.set_data(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>")
    form = DictionaryObject({NameObject("/XFA"): writer._add_object(stream)})
    writer._root_object[NameObject("/AcroForm")] = form
    return written(writer)


def circular_pdf() -> bytes:
    """The tree of pages is its own child."""
    body = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\n"
    )
    return _with_table(body)


def nested_pdf(depth: int = 50_000) -> bytes:
    """Arrays within arrays, deeper than a parser can follow."""
    body = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/X " + b"[" * depth + b"]" * depth
    return _with_table(body + b">>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n")


@cache
def bomb_pdf(megabytes: int = 700) -> bytes:
    """An object stream of some kilobytes that unfolds into so many megabytes."""
    packer = zlib.compressobj(9)
    block = b" " * (1 << 20)
    packed = b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()
    head = (
        b"%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 3 0 R>>endobj\n"
        b"2 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length "
    )
    body = head + str(len(packed)).encode() + b">>stream\n" + packed + b"\nendstream endobj\n"
    entries = bytes([1, 0, 0, 0]) + bytes([1, 0, 9, 0]) + bytes([1, 0, 60, 0]) + bytes([2, 0, 2, 0])
    table = (
        b"4 0 obj<</Type/XRef/Size 4/W[1 2 1]/Root 1 0 R/Length 16>>stream\n"
        + entries
        + b"\nendstream endobj\nstartxref\n"
    )
    return body + table + str(len(body)).encode() + b"\n%%EOF"


def _with_table(body: bytes) -> bytes:
    places = [body.index(b"1 0 obj"), body.index(b"2 0 obj")]
    table = b"xref\n0 3\n0000000000 65535 f \n"
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"trailer<</Size 3/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(body)
    return body + table + tail


def bomb_png() -> bytes:
    """A picture of 2 000 million white pixels in two kilobytes."""
    return _png(50_000, 40_000, zlib.compress(bytes(1000)))


def cut_png() -> bytes:
    """Half of a picture, as a broken line leaves it."""
    whole = picture(form="PNG")
    return whole[: len(whole) // 2]


def wrong_sum_png() -> bytes:
    whole = bytearray(picture(form="PNG"))
    whole[-20] ^= 0xFF
    return bytes(whole)


def white_png(short: int = 0, *, interlaced: bool = False) -> bytes:
    """A PNG of 800 by 600 whose image data end so many bytes too early."""
    passes = [(800, 600)]
    if interlaced:
        passes = [(100, 75), (100, 75), (200, 75), (200, 150), (400, 150), (400, 300), (800, 300)]
    rows = b"".join((b"\0" + b"\xff" * 3 * width) * height for width, height in passes)
    return _png(800, 600, zlib.compress(rows[: len(rows) - short]), interlaced=interlaced)


def _png(width: int, height: int, rows: bytes, *, interlaced: bool = False) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data).to_bytes(4, "big")
        return len(data).to_bytes(4, "big") + kind + data + check

    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    head = chunk(b"IHDR", size + bytes([8, 2, 0, 0, interlaced]))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def moving_png() -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (500, 500), colour) for colour in ("white", "black")]
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:])
    return out.getvalue()
