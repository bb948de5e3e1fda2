"""What can be refused about a batch."""

from service.messages import msg
from service.problems import Conflict, InvalidInput


class UnusableFile(InvalidInput):
    """The file as a whole cannot be checked: a column is missing, or there is no row."""

    code = "unusable-file"
    title = msg("名单无法办理")


class NotFinished(Conflict):
    """The result is asked for before there is one."""

    code = "not-finished"
    title = msg("批量核查尚未完成")


class NotResumable(Conflict):
    """Only a batch that failed can be resumed."""

    code = "not-resumable"
    title = msg("批量核查不能重新开始")


class Miscount(Exception):  # noqa: N818 - it says what is wrong with the batch
    """The rows of a batch do not add up; nothing is handed out then."""
