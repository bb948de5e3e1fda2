"""What a file is, by its first bytes; its name and what the sender calls it decide nothing. Pure.

Only a file that begins as its type begins is taken: junk before the header is how one file
passes for two types.
"""

from service.files.kinds import HEADS
from workflows.documents.faults import Fault
from workflows.documents.kinds import MediaType

_HEADS: tuple[tuple[bytes, MediaType | Fault], ...] = (
    *((head, MediaType(kind)) for head, kind in HEADS),
    (b"II*\x00", Fault.tiff),
    (b"MM\x00*", Fault.tiff),
    (b"II+\x00", Fault.tiff),
    (b"GIF8", Fault.other_image),
    (b"BM", Fault.other_image),
    (b"\x00\x00\x01\x00", Fault.other_image),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Fault.office),
    (b"{\\rtf", Fault.office),
    (b"Rar!\x1a\x07", Fault.archive),
    (b"7z\xbc\xaf\x27\x1c", Fault.archive),
    (b"\x1f\x8b", Fault.archive),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_LATER = {
    b"ftypheic": Fault.heic,
    b"ftypheix": Fault.heic,
    b"ftyphevc": Fault.heic,
    b"ftypmif1": Fault.heic,
    b"ftypmsf1": Fault.heic,
}
"""What stands from the fifth byte on in pictures that phones make."""
_LATER_AT, _WEBP_AT = slice(4, 12), slice(8, 12)


def type_of(content: bytes) -> MediaType | Fault:
    """The type of a file that is taken, or why it is not."""
    if not content:
        return Fault.empty
    if content.startswith(_ZIP):
        return _of_zip(content)
    if content.startswith(b"RIFF") and content[_WEBP_AT] == b"WEBP":
        return Fault.other_image
    known = (found for head, found in _HEADS if content.startswith(head))
    return next(known, _LATER.get(content[_LATER_AT], Fault.unknown_type))


def _of_zip(content: bytes) -> Fault:
    """Which of the formats that are archives it is, by the names of its members."""
    if b"OFD.xml" in content:
        return Fault.ofd
    office = b"[Content_Types].xml" in content or b"mimetypeapplication/vnd.oasis" in content
    return Fault.office if office else Fault.archive
