"""Small files made to hurt, and the builders of the harmless ones they are made from."""

import io
import struct
import zipfile
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 1000


def text_row(number: int, *texts: str) -> str:
    cells = "".join(
        f'<c r="{chr(65 + at)}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
        for at, text in enumerate(texts)
    )
    return f'<row r="{number}">{cells}</row>'


HEADER = text_row(1, "姓名", "号码", "备注")
ROWS = HEADER + text_row(2, "张三", "330106199001011230", "一") + text_row(3, "李四", "X", "二")


def sheet(rows: str = ROWS, *, before: str = "", after: str = "", main: str = MAIN) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{main}">{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def parts(
    sheet_xml: str | bytes | None = None,
    *,
    strings: str | None = None,
    styles: str | None = None,
    sheets: tuple[tuple[str, str], ...] = (("名单", "visible"),),
    properties: str = "",
    main: str = MAIN,
    office: str = OFFICE,
) -> dict[str, str | bytes]:
    """The parts of a workbook; every sheet after the first says only which one it is."""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{at}" state="{state}" r:id="rId{at}"/>'
        for at, (name, state) in enumerate(sheets, start=1)
    )
    relations = "".join(
        f'<Relationship Id="rId{at}" Type="{office}/worksheet" Target="worksheets/s{at}.xml"/>'
        for at in range(1, len(sheets) + 1)
    )
    content: dict[str, str | bytes] = {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1"'
        f' Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}">{properties}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{relations}'
        f'<Relationship Id="rIdA" Type="{office}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
        f'<Relationship Id="rIdB" Type="{office}/styles" Target="styles.xml"/></Relationships>',
        "xl/worksheets/s1.xml": sheet() if sheet_xml is None else sheet_xml,
    }
    for at in range(2, len(sheets) + 1):
        content[f"xl/worksheets/s{at}.xml"] = sheet(text_row(1, f"sheet{at}", "b", "c"))
    if strings is not None:
        content["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">{strings}</sst>'
    if styles is not None:
        content["xl/styles.xml"] = f'<styleSheet xmlns="{main}">{styles}</styleSheet>'
    return content


def zipped(content: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as file:
        for name, data in content.items():
            file.writestr(name, data)
    return buffer.getvalue()


def workbook(sheet_xml: str | bytes | None = None, **options: object) -> bytes:
    return zipped(parts(sheet_xml, **options))  # type: ignore[arg-type]


def date_styles(*formats: tuple[int, str | None]) -> str:
    """Style sheet content; cell style n+1 is the nth (format number, its code if not built in)."""
    codes = "".join(
        f'<numFmt numFmtId="{number}" formatCode="{code}"/>' for number, code in formats if code
    )
    styles = "".join(f'<xf numFmtId="{number}"/>' for number, _ in formats)
    return (
        f"<numFmts>{codes}</numFmts><cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"
        f'<cellXfs><xf numFmtId="0"/>{styles}</cellXfs>'
    )


def far_cell(reference: str = "XFD1048576") -> bytes:
    """A few bytes that make a dense reader reserve 17 thousand million cells."""
    number = reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    far = f'<row r="{number}"><c r="{reference}"><v>1</v></c></row>'
    return workbook(sheet(ROWS + far, before=f'<dimension ref="A1:{reference}"/>'))


def bomb(mebibytes: int) -> bytes:
    """A sheet of blanks that decompresses a thousandfold."""
    blanks = b" " * (mebibytes * 1024 * 1024)
    content = parts()
    whole = sheet().encode()
    content["xl/worksheets/s1.xml"] = whole.replace(b"</sheetData>", blanks + b"</sheetData>")
    return zipped(content)


def lying_bomb(mebibytes: int) -> bytes:
    """A bomb whose directory and local header both claim that the sheet is small."""
    data = bytearray(bomb(mebibytes))
    directory = data.rfind(b"PK\x01\x02", 0, data.rfind(b"xl/worksheets/s1.xml"))
    local = struct.unpack_from("<L", data, directory + 42)[0]
    struct.pack_into("<L", data, directory + 24, 1000)
    struct.pack_into("<L", data, local + 22, 1000)
    return bytes(data)


def many_entities() -> bytes:
    """The billion laughs."""
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
    )
    xml = sheet(text_row(1, "&a9;", "b"))
    return workbook(xml.replace("?>", f"?><!DOCTYPE worksheet [{entities}]>", 1))


def outside_entity() -> bytes:
    """Asks the parser to read a file of the host."""
    xml = sheet(text_row(1, "&x;", "b"))
    doctype = '?><!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return workbook(xml.replace("?>", doctype, 1))


def encrypted_zip() -> bytes:
    """The encryption flag of zip itself, set on every part."""
    data = bytearray(workbook())
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 8] |= 1
        at += 4
    return bytes(data)


def huge_directory() -> bytes:
    """An end record that says the directory is half a gigabyte."""
    data = bytearray(workbook())
    struct.pack_into("<L", data, data.rfind(b"PK\x05\x06") + 12, 512 * 1024 * 1024)
    return bytes(data)


def zip64(*, record: bool = True) -> bytes:
    """A workbook with the end records of large archives, or with only a pointer to them."""
    data = workbook()
    end = data.rfind(b"PK\x05\x06")
    entries = struct.unpack_from("<H", data, end + 10)[0]
    size, start = struct.unpack_from("<LL", data, end + 12)
    large = struct.pack(
        "<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, entries, entries, size, start
    )
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end if record else 0, 1)
    return data[:end] + large + locator + data[end:]


def old_workbook() -> bytes:
    return OLE + "Workbook".encode("utf-16-le") + b"\x00" * 500


def password_protected() -> bytes:
    return OLE + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 500
