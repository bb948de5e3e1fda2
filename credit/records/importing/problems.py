"""Why an import cannot begin or go on."""

from service.messages import msg
from service.problems import Conflict, NotFound, Problem


class ColumnsMissing(Problem):
    """The file lacks columns the feed needs; every missing one is named."""

    code = "columns-missing"
    status = 422
    title = msg("文件缺少必需的列")


class ImportUnknown(NotFound):
    """There is no import of that number."""

    code = "import-unknown"
    title = msg("没有这次导入")


class Overtaken(Exception):  # noqa: N818 - not an error of anybody's making
    """Another worker has gone on with the import; this one leaves it alone."""


class NotFinished(Conflict):
    """The list of refused rows is complete only when the import has ended."""

    code = "import-not-finished"
    title = msg("导入尚未完成")
