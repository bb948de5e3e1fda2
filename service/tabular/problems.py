"""Why a file cannot be read, in words for the person who sent it: one class per cause."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar
from xml.parsers.expat import ExpatError

from service.messages import Message, msg
from service.problems import FieldError, Problem


class UnreadableFile(Problem):
    """The file cannot be taken as a table. `remedy` says what to do; `row` where, if known."""

    code = "unreadable-file"
    status = 422
    title = Message("文件无法读取")
    advice: ClassVar[Message] = Message(
        "请用 Excel 或 WPS 打开原文件，另存为 .xlsx 或 CSV 后重新上传。"
    )

    def __init__(
        self, detail: Message, *, remedy: Message | None = None, row: int | None = None
    ) -> None:
        self.remedy = remedy or self.advice
        self.row = row
        error = FieldError("file", self.code, detail, self.remedy, row)
        super().__init__(detail, errors=(error,))


class EmptyFile(UnreadableFile):
    """Nothing is in the file, or nothing in its visible sheets."""

    code = "empty-file"
    title = Message("文件是空的")
    advice = Message("请确认选对了文件，第一行为表头，其下为数据，然后重新上传。")


class NotASpreadsheet(UnreadableFile):
    """The content is of another kind than CSV or XLSX, whatever the name says."""

    code = "not-a-spreadsheet"
    title = Message("不是可读取的表格文件")


class PasswordProtected(UnreadableFile):
    """The content is encrypted."""

    code = "password-protected"
    title = Message("文件设有密码")
    advice = Message("请用 Excel 或 WPS 打开，取消“用密码进行加密”，保存后重新上传。")


class DamagedFile(UnreadableFile):
    """The content contradicts its own format: cut short, altered, or made to harm."""

    code = "damaged-file"
    title = Message("文件已损坏")


class NoSheet(UnreadableFile):
    """A workbook without a visible worksheet."""

    code = "no-sheet"
    title = Message("没有可读取的工作表")
    advice = Message("请在工作簿中保留一张可见的工作表，表头与数据放在其中，然后重新上传。")


class WrongEncoding(UnreadableFile):
    """Text that is neither UTF-8, UTF-16 nor GB18030."""

    code = "wrong-encoding"
    title = Message("文字编码无法识别")
    advice = Message("请另存为“CSV UTF-8（逗号分隔）”或 .xlsx 后重新上传。")


class OpenQuote(UnreadableFile):
    """A quoted CSV cell is never closed, so where its row ends is unknown."""

    code = "open-quote"
    title = Message("引号没有成对")
    advice = Message("请在该行补上缺少的双引号，或另存为 .xlsx 后重新上传。")


class LimitExceeded(UnreadableFile):
    """More than is read at a time. `limit` is the name of the bound, `allowed` its value."""

    code = "limit-exceeded"
    status = 413
    title = Message("文件超出限制")
    advice = Message("请拆分文件或删去多余内容后重新上传。")

    def __init__(
        self, detail: Message, limit: str, allowed: int, *, row: int | None = None
    ) -> None:
        super().__init__(detail, row=row)
        self.limit = limit
        self.allowed = allowed
        self.extra = {"limit": limit, "allowed": allowed}


CONTENT_ERRORS = (
    ExpatError, zipfile.BadZipFile, zlib.error, struct.error, EOFError,
    ValueError, LookupError, ArithmeticError, NotImplementedError, RuntimeError, RecursionError,
)  # fmt: skip
"""What the standard library raises on hostile content; the disk's own errors are not among them."""


@contextmanager
def content_errors_are_damage() -> Iterator[None]:
    """Turn whatever the standard library's readers raise on bad content into `DamagedFile`."""
    try:
        yield
    except CONTENT_ERRORS as error:
        raise damaged() from error
    except OSError as error:
        if error.errno not in (None, 22):  # 22 (EINVAL): a seek to where no file can be
            raise
        raise damaged() from error


def damaged() -> DamagedFile:
    """The file contradicts its own format."""
    return DamagedFile(msg("文件内容不完整或已损坏，无法读取。"))
