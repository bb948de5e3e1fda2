"""A file's type is told by its content; its name is never asked."""

import io
import zipfile

import pytest

from tests.workflows.documents.files import pdf, picture
from workflows.documents.faults import FAULTS, Fault
from workflows.documents.kinds import MediaType
from workflows.documents.sniff import type_of


def archive(*names: str, stored: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(
        out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    ) as zipped:
        for name in names:
            zipped.writestr(name, "application/vnd.oasis.opendocument.text")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (pdf(), MediaType.pdf),
        (picture(), MediaType.jpeg),
        (picture(form="PNG"), MediaType.png),
        (b"", Fault.empty),
        (picture(form="TIFF"), Fault.tiff),
        (b"MM\x00*" + bytes(20), Fault.tiff),
        (archive("OFD.xml", "Doc_0/Document.xml"), Fault.ofd),
        (archive("[Content_Types].xml", "word/document.xml"), Fault.office),
        (archive("mimetype", stored=True), Fault.office),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(20), Fault.office),
        (archive("a.pdf"), Fault.archive),
        (b"Rar!\x1a\x07\x01\x00", Fault.archive),
        (picture(form="GIF"), Fault.other_image),
        (picture(form="BMP"), Fault.other_image),
        (picture(form="WEBP"), Fault.other_image),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", Fault.heic),
        (b"MZ\x90\x00", Fault.unknown_type),
        (b"<html><script>alert(1)</script>", Fault.unknown_type),
        (b"\n%PDF-1.4", Fault.unknown_type),
        (b"GIF89a" + pdf(), Fault.other_image),
        ("你好".encode(), Fault.unknown_type),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_first_bytes_decide(content, found):
    assert type_of(content) == found


def test_every_fault_says_what_is_wrong_and_what_to_do():
    assert set(FAULTS) == set(Fault)
    for message, remedy in FAULTS.values():
        assert str(message).endswith("。")
        assert str(remedy).startswith(("请", "改文件名没有用，请"))
