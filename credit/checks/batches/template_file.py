"""The workbook to fill in, with a second sheet that says how."""

import zipfile
from pathlib import Path

from credit.checks.batches.columns import LABELS
from credit.checks.limits import BATCH_ROWS_MAX
from credit.subjects.identifiers import TYPE_NAMES
from service.files.spool import scratch
from service.tabular import write_xlsx

FILENAME = "批量核查名单模板.xlsx"
HEADER = (*LABELS.values(), "备注")
_WIDTHS = (24.0, 24.0, 28.0, 40.0)
_SHEET = "xl/worksheets/sheet1.xml"
_SECOND = "xl/worksheets/sheet2.xml"


def instructions() -> list[tuple[str, str]]:
    """What to write into each column."""
    names = "、".join(map(str, TYPE_NAMES.values()))
    return [
        ("姓名/名称", "必填。自然人按证件填写姓名，企业填写全称。"),
        ("证件类型", f"可填：{names}。留空时由系统识别。"),
        ("证件号码", "必填。本列已设为文本格式，请勿改成数值，否则末尾几位会丢失。"),
        ("备注", "选填，原样返回。还可以增加其他列，也原样返回。"),
        ("对象", "只核查成年人和企业，不核查未成年人；子女入学的，填写父母或其他监护人。"),
        ("行数", f"每行一名申请人，一次最多 {BATCH_ROWS_MAX} 行；同一证件号码只填一行。"),
    ]


def write_template(target: Path) -> None:
    """Write the empty list at `target`; its columns are text, so numbers keep all digits."""
    with scratch() as folder:
        first, second = folder / "first.xlsx", folder / "second.xlsx"
        write_xlsx(first, HEADER, (), sheet="名单", column_widths=_WIDTHS)
        write_xlsx(second, ("项目", "填写说明"), instructions(), column_widths=(16.0, 90.0))
        with zipfile.ZipFile(second) as book:
            explained = book.read(_SHEET)
        with zipfile.ZipFile(first) as book, zipfile.ZipFile(target, "w") as result:
            for entry in book.infolist():
                content = book.read(entry).decode()
                result.writestr(entry, _with_second_sheet(entry.filename, content))
            second_entry = zipfile.ZipInfo(_SECOND, book.getinfo(_SHEET).date_time)
            second_entry.compress_type = zipfile.ZIP_DEFLATED
            result.writestr(second_entry, explained)


def _with_second_sheet(part: str, content: str) -> str:
    """One part of the single-sheet workbook, changed to know of the second sheet."""
    if part == _SHEET:
        return content.replace(' customWidth="1"/>', ' customWidth="1" style="1"/>')
    if part == "xl/workbook.xml":
        sheet = '<sheet name="填写说明" sheetId="2" r:id="rIdHelp"/></sheets>'
        return content.replace("</sheets>", sheet)
    if part == "xl/_rels/workbook.xml.rels":
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
        link = f'<Relationship Id="rIdHelp" Type="{kind}" Target="worksheets/sheet2.xml"/>'
        return content.replace("</Relationships>", f"{link}</Relationships>")
    if part == "[Content_Types].xml":
        mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
        return content.replace(
            "</Types>", f'<Override PartName="/{_SECOND}" ContentType="{mime}"/></Types>'
        )
    return content
