"""What can go wrong, as exceptions. Refusals of the service are problems (RFC 9457).

try:
    client.checks.create(…)
except InvalidInput as problem:
    for error in problem.errors:
        print(error.field, error.message, error.remedy)
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SERVER_FAULTS = 500
STANDARD = {"type", "title", "status", "detail", "code", "errors"}


class CreditWindowError(Exception):
    """Anything this package raises on its own account."""


class Unreachable(CreditWindowError):
    """No answer came, or it broke off. Whether the service has acted is not known."""


class UnexpectedAnswer(CreditWindowError):
    """Something answered that is not the service: a proxy, a sign-in page, another server."""

    def __init__(self, status: int, content_type: str) -> None:
        super().__init__(f"{status} with {content_type or 'no content type'}, not of the API")
        self.status = status
        self.content_type = content_type


class JobFailed(CreditWindowError):
    """Work that was waited for has failed; `job` is what the service says of it."""

    def __init__(self, job: Mapping[str, object]) -> None:
        super().__init__(str(job.get("failure") or job.get("problem") or "the job has failed"))
        self.job = job


class TookTooLong(CreditWindowError):
    """Work that was waited for goes on; `job` is how far it had come."""

    def __init__(self, job: Mapping[str, object]) -> None:
        super().__init__("the job goes on; it was waited for long enough")
        self.job = job


@dataclass(frozen=True)
class FieldError:
    """One thing wrong with one field, and what to do about it.

    `row` is the row of a file, the first data row being 2.
    """

    field: str
    code: str
    message: str
    remedy: str | None = None
    row: int | None = None


class Problem(CreditWindowError):
    """A refusal: `code` is stable, `title` and `detail` are sentences for people."""

    def __init__(self, document: Mapping[str, Any], retry_after: float | None = None) -> None:
        self.status = int(document["status"])
        self.code = str(document["code"])
        self.title = str(document["title"])
        self.detail = str(document["detail"])
        self.errors = tuple(_field_error(one) for one in document.get("errors", ()))
        self.members = {name: one for name, one in document.items() if name not in STANDARD}
        """What this problem says besides: the state of a case, the actions that are open, …"""
        self.retry_after = retry_after
        """Seconds after which to try again, where the service says so."""
        super().__init__(f"{self.status} {self.code}: {self.detail}")


class BadRequest(Problem):
    """400: the request cannot be read."""


class NotSignedIn(Problem):
    """401: no token, or one that is not valid any more."""


class NotAllowed(Problem):
    """403: the account may not do this, or a query has no ground."""


class NotFound(Problem):
    """404: there is none, or the account may not know of it."""


class Conflict(Problem):
    """409: things have moved on; look again and decide anew."""


class TooLarge(Problem):
    """413: more than the service takes."""


class InvalidInput(Problem):
    """422: a field does not hold what it must; `errors` names each."""


class Throttled(Problem):
    """429: too many calls; `retry_after` says when to try again."""


class ServiceFault(Problem):
    """5xx: a fault of the service."""


class Unavailable(ServiceFault):
    """503: the service cannot act at present and has done nothing."""


BY_STATUS: dict[int, type[Problem]] = {
    400: BadRequest,
    401: NotSignedIn,
    403: NotAllowed,
    404: NotFound,
    409: Conflict,
    413: TooLarge,
    422: InvalidInput,
    429: Throttled,
    503: Unavailable,
}


def problem_of(
    status: int, content_type: str, body: bytes, retry_after: float | None
) -> Problem | UnexpectedAnswer:
    """The exception for an answer that is no success."""
    try:
        document = json.loads(body)
        kind = BY_STATUS.get(status, ServiceFault if status >= SERVER_FAULTS else Problem)
        return kind(document, retry_after)
    except (ValueError, LookupError, TypeError):
        return UnexpectedAnswer(status, content_type)


def _field_error(document: Mapping[str, Any]) -> FieldError:
    return FieldError(
        document["field"],
        document["code"],
        document["message"],
        document.get("remedy"),
        document.get("row"),
    )
