"""What a workbook says about itself: its sheets, date system, date formats and string table."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from service.messages import Message, msg
from service.tabular.archive import Archive
from service.tabular.limits import Limits
from service.tabular.markup import Attributes, elements
from service.tabular.problems import DamagedFile, LimitExceeded, NoSheet
from service.tabular.sniff import other_kind
from service.tabular.strings import SharedStrings, read_strings
from service.tabular.values import is_date_format

_WORKBOOK = "xl/workbook.xml"


@dataclass(frozen=True)
class Sheet:
    """A worksheet and the part that holds it."""

    name: str
    part: str
    hidden: bool


@dataclass(frozen=True)
class Workbook:
    """All that is needed to read the cells of a sheet."""

    sheets: tuple[Sheet, ...]
    strings: SharedStrings
    date_styles: frozenset[str]
    """Cell style numbers (as written in the sheet) that show a date or a time."""
    epoch_1904: bool
    has_macros: bool


def read_workbook(archive: Archive, limits: Limits) -> Workbook:
    """Read all parts but the sheets; raises `UnreadableFile` when the archive is no workbook."""
    main = _main_part(archive, limits)
    relations = _relations(archive, main, limits)
    sheets, epoch_1904 = _sheets(archive, main, relations, limits)
    by_type = dict(relations.values())
    strings_part = by_type.get("sharedStrings", "xl/sharedStrings.xml")
    strings = SharedStrings()
    if strings_part in archive:
        with archive.open(strings_part) as stream:
            strings = read_strings(stream, limits)
    styles_part = by_type.get("styles", "xl/styles.xml")
    return Workbook(
        sheets=sheets,
        strings=strings,
        date_styles=_date_styles(archive, styles_part, limits),
        epoch_1904=epoch_1904,
        has_macros=any(name.endswith("vbaproject.bin") for name in archive.names()),
    )


def _main_part(archive: Archive, limits: Limits) -> str:
    part = _WORKBOOK
    if "_rels/.rels" in archive:
        for kind, target in _relations(archive, "", limits).values():
            if kind == "officeDocument":
                part = target
    if part in archive and part.endswith(".xml") and not _foreign(part):
        return part
    raise other_kind(_archive_kind(archive))


def _foreign(part: str) -> bool:
    return part.lower().startswith(("word/", "ppt/"))


def _archive_kind(archive: Archive) -> Message:
    names = archive.names()
    if any(name.startswith("word/") for name in names):
        return msg("Word 文档")
    if any(name.startswith("ppt/") for name in names):
        return msg("演示文稿")
    if "xl/workbook.bin" in archive:
        return msg("XLSB 二进制表格")
    if "mimetype" in archive and "content.xml" in archive:
        return msg("ODS 表格")
    if "index/document.iwa" in archive or "index.zip" in archive:
        return msg("Numbers 表格")
    return msg("压缩包")


def _part(archive: Archive, name: str, limits: Limits) -> Iterator[tuple[str, str, Attributes]]:
    if archive.size(name) > limits.part_bytes_max:
        allowed = limits.part_bytes_max
        detail = msg("工作簿的样式或目录部分超过 {allowed} 字节。", allowed=allowed)
        raise LimitExceeded(detail, "part_bytes_max", allowed)
    with archive.open(name) as stream:
        yield from elements(stream, limits)


def _relations(archive: Archive, part: str, limits: Limits) -> dict[str, tuple[str, str]]:
    """Relation id to (last word of its type, target part) of a part, or of the package ("")."""
    folder, file = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{file}.rels")
    found: dict[str, tuple[str, str]] = {}
    if rels not in archive:
        return found
    for _, tag, attributes in _part(archive, rels, limits):
        if tag != "Relationship" or attributes.get("TargetMode") == "External":
            continue
        target = attributes.get("Target", "").replace("\\", "/")
        kind = attributes.get("Type", "").rpartition("/")[2]
        found[attributes.get("Id", "")] = (
            kind,
            posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"),
        )
    return found


def _sheets(
    archive: Archive, main: str, relations: dict[str, tuple[str, str]], limits: Limits
) -> tuple[tuple[Sheet, ...], bool]:
    sheets: list[Sheet] = []
    epoch_1904 = False
    for parent, tag, attributes in _part(archive, main, limits):
        if tag == "workbookPr":
            epoch_1904 = attributes.get("date1904") in ("1", "true", "on")
        if tag != "sheet" or parent != "sheets":
            continue
        kind, part = relations.get(attributes.get("id", ""), ("", ""))
        if kind == "worksheet":
            hidden = attributes.get("state", "visible") != "visible"
            sheets.append(Sheet(attributes.get("name", ""), part, hidden))
        if len(sheets) > limits.sheets_max:
            detail = msg("工作表超过 {allowed} 张。", allowed=limits.sheets_max)
            raise LimitExceeded(detail, "sheets_max", limits.sheets_max)
    if not sheets:
        raise NoSheet(msg("工作簿里没有工作表。"))
    if all(sheet.hidden for sheet in sheets):
        raise NoSheet(msg("工作簿里的工作表全部是隐藏的。"))
    if not any(sheet.part in archive for sheet in sheets):
        raise DamagedFile(msg("工作簿缺少必需的部分，文件不完整。"))
    return tuple(sheets), epoch_1904


def _date_styles(archive: Archive, part: str, limits: Limits) -> frozenset[str]:
    """Style numbers of date formats; a workbook without styles has none."""
    if part not in archive:
        return frozenset()
    codes: dict[str, str] = {}
    formats: list[str] = []
    for parent, tag, attributes in _part(archive, part, limits):
        if tag == "numFmt" and parent == "numFmts":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "xf" and parent == "cellXfs":
            formats.append(attributes.get("numFmtId", "0"))
    dates = {number for number in set(formats) if is_date_format(int(number), codes.get(number))}
    return frozenset(str(style) for style, number in enumerate(formats) if number in dates)
