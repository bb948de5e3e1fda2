"""Why an import of awards cannot begin or be read."""

from service.messages import msg
from service.problems import Conflict, NotFound, Problem


class ColumnsMissing(Problem):
    """The sheet lacks columns, or several could be the one; each is named."""

    code = "columns-missing"
    status = 422
    title = msg("表头有误")


class ImportUnknown(NotFound):
    """There is no import of that number in the community."""

    code = "import-unknown"
    title = msg("没有这次导入")


class NotFinished(Conflict):
    """The list of refused rows is complete only when the import has ended."""

    code = "import-not-finished"
    title = msg("导入尚未完成")


class Overtaken(Exception):  # noqa: N818 - not an error of anybody's making
    """Another worker has gone on with the import; this one leaves it alone."""
