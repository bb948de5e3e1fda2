"""What a file is, by its first bytes and never by its name."""

import enum
import re
from pathlib import Path

from service.messages import Message, msg
from service.tabular.problems import EmptyFile, NotASpreadsheet, PasswordProtected, UnreadableFile

HEAD_BYTES = 4096
_SEARCH_BLOCK_BYTES = 1024 * 1024

ZIP_MAGIC = b"PK\x03\x04"
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_OLD_WORKBOOKS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))

_OTHER_KINDS = (
    (b"\x89PNG", msg("PNG 图片")),
    (b"\xff\xd8\xff", msg("JPEG 图片")),
    (b"GIF8", msg("GIF 图片")),
    (b"BM\x00", msg("BMP 图片")),
    (b"II*\x00", msg("TIFF 图片")),
    (b"MM\x00*", msg("TIFF 图片")),
    (b"%PDF", msg("PDF 文件")),
    (b"%!PS", msg("PostScript 文件")),
    (b"{\\rtf", msg("RTF 文档")),
    (b"Rar!", msg("RAR 压缩包")),
    (b"7z\xbc\xaf", msg("7z 压缩包")),
    (b"\x1f\x8b", msg("gzip 压缩包")),
    (b"BZh", msg("bzip2 压缩包")),
    (b"\xfd7zXZ", msg("xz 压缩包")),
    (b"PK\x05\x06", msg("空的压缩包")),
    (b"\x7fELF", msg("程序文件")),
    (b"SQLite format 3\x00", msg("SQLite 数据库")),
    (b"\x09\x08", msg("旧版 .xls 表格")),
    (b"\x09\x04", msg("旧版 .xls 表格")),
    (b"\x09\x02\x06\x00", msg("旧版 .xls 表格")),
)
_WEB_PAGE = re.compile(
    rb"\s*(<(!doctype|!--|html|head|body|meta|table|svg|script|\?php)|mime-version:)", re.IGNORECASE
)
_JSON = re.compile(rb'\s*(\{\s*"|\[\s*[\[{"])')
_XML = re.compile(rb"\s*<\?xml\b", re.IGNORECASE)


class Content(enum.Enum):
    """The kinds of content that are read."""

    TEXT = "csv"
    ZIP = "xlsx"


def sniff(path: Path) -> Content:
    """Text or a zip archive; anything else is refused by the name people know it under."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    body = head.removeprefix(b"\xef\xbb\xbf")
    if not body.strip(b"\x00\xff\xfe \t\r\n") and path.stat().st_size <= HEAD_BYTES:
        raise EmptyFile(msg("文件里没有任何内容。"))
    if head.startswith(ZIP_MAGIC):
        return Content.ZIP
    if head.startswith(_OLE_MAGIC):
        raise _inside_ole(path)
    for magic, name in _OTHER_KINDS:
        if head.startswith(magic):
            raise other_kind(name)
    if _WEB_PAGE.match(body):
        raise other_kind(msg("网页（HTML）"))
    if _XML.match(body):
        raise other_kind(msg("XML 文件"))
    if _JSON.match(body):
        raise other_kind(msg("JSON 文件"))
    return Content.TEXT


def other_kind(kind: Message) -> NotASpreadsheet:
    """The refusal that says what the file really is."""
    return NotASpreadsheet(msg("文件内容是{kind}，不是 XLSX 或 CSV 表格。", kind=kind))


def _inside_ole(path: Path) -> UnreadableFile:
    if _contains(path, (_ENCRYPTED_PACKAGE,)):
        return PasswordProtected(msg("文件设有打开密码，无法读取。"))
    if _contains(path, _OLD_WORKBOOKS):
        return other_kind(msg("旧版 .xls 表格"))
    return other_kind(msg("旧版 Office 文档"))


def _contains(path: Path, needles: tuple[bytes, ...]) -> bool:
    overlap = max(map(len, needles))
    tail = b""
    with path.open("rb") as file:
        while block := file.read(_SEARCH_BLOCK_BYTES):
            window = tail + block
            if any(needle in window for needle in needles):
                return True
            tail = window[-overlap:]
    return False
