"""Why a report is not issued or no longer handed out."""

from service.messages import msg
from service.problems import Conflict, NotFound


class NotOnFile(NotFound):
    """No organisation of this code is on file, or it is none of the caller's business."""

    code = "subject-unknown"


class ReportUnknown(NotFound):
    """There is no such report, or it is another unit's."""

    code = "report-unknown"


class ReportOutdated(Conflict):
    """It tells something that may no longer be told: repaired, corrected, lifted, expired."""

    code = "report-outdated"
    title = msg("报告已过时")
