"""Why a query is not answered, and why an authorisation is not taken."""

from service.messages import Message, msg
from service.problems import Conflict, FieldError, InvalidInput, NotAllowed, NotFound, Problem


def missing(field: str, told: Message) -> InvalidInput:
    """The refusal of a call that leaves out what it needs; `told` says what."""
    return InvalidInput(told, errors=[FieldError(field, "missing", told)])


class QueryDenied(NotAllowed):
    """The query is refused and logged; its number and the reason are told."""

    code = "query-denied"
    title = msg("查询未获准")


class PublicThrottled(Problem):
    """Too many public queries from one address; wait and try again."""

    code = "public-query-throttled"
    status = 429
    title = msg("查询过于频繁")


class QueryUnknown(NotFound):
    """There is no such call, or it is another unit's."""

    code = "query-unknown"


class NothingOwn(NotFound):
    """The account speaks for nobody who could be on file."""

    code = "own-subject-unknown"


class AuthorisationUnknown(NotFound):
    """There is no such authorisation, or it is none of the caller's business."""

    code = "authorisation-unknown"


class AlreadyWithdrawn(Conflict):
    """The authorisation was withdrawn before."""

    code = "authorisation-withdrawn"


class ScanUnreadable(Problem):
    """The scan is no PDF, JPEG or PNG."""

    code = "scan-unreadable"
    status = 422
    title = msg("扫描件无法识别")
