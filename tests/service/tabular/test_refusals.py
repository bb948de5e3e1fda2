"""Every file that cannot be read is refused with its cause and a remedy; nothing else happens."""

import zipfile

import pytest

from service.problems import Problem
from service.tabular import UnreadableFile
from tests.service.tabular import hostile
from tests.service.tabular.hostile import parts, sheet, text_row, workbook, zipped

BROKEN = {
    "nothing": (b"", "empty-file"),
    "only a byte order mark": (b"\xef\xbb\xbf", "empty-file"),
    "only blank lines": (b"\r\n\r\n  \r\n", "empty-file"),
    "many blank lines": (b"\r\n" * 9000, "empty-file"),
    "only delimiters": (b",,,\r\n,,,\r\n", "empty-file"),
    "an empty sheet": (workbook(sheet("")), "empty-file"),
    "a picture": (hostile.PNG, "not-a-spreadsheet"),
    "a PDF": (hostile.PDF, "not-a-spreadsheet"),
    "an old workbook": (hostile.old_workbook(), "not-a-spreadsheet"),
    "some OLE file": (hostile.OLE, "not-a-spreadsheet"),
    "a web page": (b"\n<html><table><tr><td>1</td></tr></table></html>", "not-a-spreadsheet"),
    "XML": (b'<?xml version="1.0"?><Workbook/>', "not-a-spreadsheet"),
    "JSON": (b'[\n  {"a": 1, "b": 2}\n]', "not-a-spreadsheet"),
    "a drawing": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not-a-spreadsheet"),
    "random bytes": (bytes(range(256)) * 20, "not-a-spreadsheet"),
    "control characters": (b"\x01\x02\x03\x04abc,def\n" * 10, "not-a-spreadsheet"),
    "a zero byte far inside": (b"a,b\n" * 40_000 + b"\x00", "not-a-spreadsheet"),
    "an ODS": (zipped({"mimetype": "x", "content.xml": "<x/>"}), "not-a-spreadsheet"),
    "a Word document": (zipped({"word/document.xml": "<x/>"}), "not-a-spreadsheet"),
    "a binary workbook": (zipped({"xl/workbook.bin": b"\x00"}), "not-a-spreadsheet"),
    "an archive": (zipped({"../../etc/passwd": "x"}), "not-a-spreadsheet"),
    "an empty archive": (zipped({}), "not-a-spreadsheet"),
    "a password": (hostile.password_protected(), "password-protected"),
    "an encrypted archive": (hostile.encrypted_zip(), "password-protected"),
    "a workbook cut short": (workbook()[:-300], "damaged-file"),
    "a workbook cut at the start": (workbook()[:40], "damaged-file"),
    "a bomb that lies": (hostile.lying_bomb(2), "damaged-file"),
    "a billion laughs": (hostile.many_entities(), "damaged-file"),
    "an outside entity": (hostile.outside_entity(), "damaged-file"),
    "another compression": (zipped(parts(), zipfile.ZIP_BZIP2), "damaged-file"),
    "large archive records elsewhere": (hostile.zip64(record=False), "damaged-file"),
    "a sheet that is not XML": (workbook(b"<worksheet"), "damaged-file"),
    "a sheet cut in a tag": (workbook(sheet()[:-30]), "damaged-file"),
    "another root": (workbook("<chartsheet/>"), "damaged-file"),
    "an unknown encoding": (workbook('<?xml version="1.0" encoding="x"?><a/>'), "damaged-file"),
    "a string that is not there": (
        workbook(sheet('<row><c t="s"><v>7</v></c></row>'), strings="<si><t>a</t></si>"),
        "damaged-file",
    ),
    "a negative string": (
        workbook(sheet('<row><c t="s"><v>-1</v></c></row>'), strings="<si><t>a</t></si>"),
        "damaged-file",
    ),
    "a row that is no number": (workbook(sheet('<row r="x"/>')), "damaged-file"),
    "a row beyond the sheet": (workbook(sheet('<row r="1048577"/>')), "damaged-file"),
    "rows out of order": (workbook(sheet(text_row(2, "a") + text_row(2, "b"))), "damaged-file"),
    "a column beyond the sheet": (
        workbook(sheet('<row r="1"><c r="XFE1"><v>1</v></c></row>')),
        "damaged-file",
    ),
    "a column that is none": (workbook(sheet('<row><c r="1A"><v>1</v></c></row>')), "damaged-file"),
    "a style that is no number": (
        workbook(styles='<cellXfs><xf numFmtId="x"/></cellXfs>'),
        "damaged-file",
    ),
    "a sheet part missing": (
        zipped({k: v for k, v in parts().items() if "worksheets" not in k}),
        "damaged-file",
    ),
    "no sheets": (workbook(sheets=()), "no-sheet"),
    "hidden sheets only": (workbook(sheets=(("a", "hidden"), ("b", "veryHidden"))), "no-sheet"),
    "Latin-1": ("José,Müller\nZoë,ï".encode("latin-1"), "wrong-encoding"),
    "UTF-8 with a slip": (("张三李四王五赵六\n" * 9).encode() + b"\xff\n", "wrong-encoding"),
    "UTF-8 cut inside a character": (("张三李四王五赵六\n" * 9).encode()[:-2], "damaged-file"),
    "half a UTF-16 character": ("\ufeff姓名,号码".encode("utf-16-le") + b"\x00", "damaged-file"),
    "an open quote": ('姓名,号码\n张三,"1\n李四,2\n'.encode(), "open-quote"),
    "a far cell": (hostile.far_cell(), "limit-exceeded"),
    "a bomb": (hostile.bomb(40), "limit-exceeded"),
    "a huge directory": (hostile.huge_directory(), "limit-exceeded"),
    "a cell without end": (b'"' + b"x" * 200_000 + b'"', "limit-exceeded"),
    "a line without end": (b"x," * 2_000_000, "limit-exceeded"),
    "a record without end": (b'"\n",' * 1_000_000, "limit-exceeded"),
}


@pytest.mark.parametrize("name", ["名单.xlsx", "名单.csv", "", "../../x.xlsx\x00.png"])
@pytest.mark.parametrize(("content", "code"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_refused_with_its_cause(read, content: bytes, code: str, name: str):
    with pytest.raises(UnreadableFile) as refusal:
        read(content, name)
    assert refusal.value.code == code


@pytest.mark.parametrize(("content", "code"), BROKEN.values(), ids=BROKEN)
def test_a_refusal_says_what_to_do(read, content: bytes, code: str):
    with pytest.raises(Problem) as refusal:
        read(content)
    (error,) = refusal.value.errors
    assert error.field == "file"
    assert str(error.message) == str(refusal.value.detail)
    assert str(error.remedy).endswith("。")


def test_the_row_of_an_open_quote_is_named(read):
    with pytest.raises(UnreadableFile) as refusal:
        read('姓名,号码\n张三,1\n李四,"2\n王五,3\n'.encode(), "a.csv")
    assert refusal.value.row == 3


def test_a_far_but_narrow_cell_is_one_more_row(read):
    rows = read(hostile.far_cell("A1048576"))
    assert [row.number for row in rows] == [2, 3, 1_048_576]


def test_a_far_cell_without_content_is_nothing(opened):
    far = '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    table = opened(workbook(sheet(hostile.ROWS + far)))
    assert len(list(table.rows())) == 2


def test_the_disk_failing_is_not_blamed_on_the_file(opened, tmp_path):
    table = opened(b"a,b\n1,2\n", "a.csv")
    (tmp_path / "upload").unlink()
    with pytest.raises(FileNotFoundError):
        list(table.rows())
